import { IconWebhook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Webhook } from '../../../src-shared/contract/notices.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { counted } from '../../ui/words.ts'
import { DeleteWebhookDialog } from './delete-webhook-dialog.tsx'
import { DeliveriesDrawer } from './deliveries-drawer.tsx'
import { webhookColumns } from './webhook-columns.tsx'
import { WebhookDialog } from './webhook-dialog.tsx'

/** What is open over the page. */
type Open =
  | { kind: 'make' }
  | { kind: 'change' | 'delete' | 'deliveries'; webhook: Webhook }
  | undefined

/** Where notices are sent to over the network. */
export function WebhooksPage() {
  const list = useQuery(api.webhooks.list.queryOptions())
  const may = useMay()('webhooks.manage')
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const columns = useMemo(
    () =>
      webhookColumns({
        onChange: (webhook) => setOpen({ kind: 'change', webhook }),
        onDelete: (webhook) => setOpen({ kind: 'delete', webhook }),
        onDeliveries: (webhook) => setOpen({ kind: 'deliveries', webhook }),
      }),
    [],
  )
  const make = (
    <AllowedButton allowed={may} onClick={() => setOpen({ kind: 'make' })}>
      Make a webhook
    </AllowedButton>
  )
  // The list is read again after each change: what is open shows what is there now.
  const current = (webhook: Webhook) => list.data?.find(({ id }) => id === webhook.id) ?? webhook
  return (
    <>
      <PageHeader title="Webhooks" actions={list.data?.length === 0 ? undefined : make}>
        Notices are sent to these addresses and to no other, each signed. Nothing leaves this
        machine until one is on.
      </PageHeader>
      <DataTable
        label="Webhooks"
        columns={columns}
        rows={list.data}
        rowId={({ id }) => id}
        error={
          list.error === null
            ? undefined
            : { message: errorSentence(list.error), retry: () => void list.refetch() }
        }
        skeletonRows={3}
        empty={
          <EmptyState
            icon={IconWebhook}
            title="No webhooks yet"
            text="A program of yours can be told what failed, was blocked, is overdue, or is damaged, and which pauses end."
            action={make}
          />
        }
        toolbar={<span>{list.data === undefined ? '' : counted(list.data.length, 'webhook')}</span>}
      />
      {open?.kind === 'make' && <WebhookDialog onClose={close} />}
      {open?.kind === 'change' && <WebhookDialog webhook={current(open.webhook)} onClose={close} />}
      {open?.kind === 'delete' && <DeleteWebhookDialog webhook={open.webhook} onClose={close} />}
      {open?.kind === 'deliveries' && (
        <DeliveriesDrawer webhook={current(open.webhook)} onClose={close} />
      )}
    </>
  )
}
