import { IconPencil, IconTrash } from '@tabler/icons-react'
import type { Webhook } from '../../../src-shared/contract/notices.ts'
import { AllowedIcon } from '../../ui/allowed-icon.tsx'
import type { DataColumn } from '../../ui/data-column.ts'
import { statusLooks } from '../../ui/status.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import classes from './notices.module.css'

export function webhookColumns(on: {
  onChange(webhook: Webhook): void
  onDelete(webhook: Webhook): void
  onDeliveries(webhook: Webhook): void
}): DataColumn<Webhook>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      always: true,
      sort: ({ name }) => name.toLowerCase(),
      cell: (webhook) => (
        <button
          type="button"
          className={classes.open}
          data-row-focus
          onClick={() => on.onDeliveries(webhook)}
        >
          {webhook.name}
        </button>
      ),
    },
    { id: 'url', header: 'Address', cell: ({ url }) => <span title={url}>{url}</span> },
    {
      id: 'kinds',
      header: 'Sent',
      cell: ({ kinds }) => kinds.map((kind) => statusLooks.notice[kind].word).join(', '),
    },
    {
      id: 'is_active',
      header: 'State',
      width: '96px',
      sort: ({ is_active }) => (is_active ? 0 : 1),
      cell: ({ is_active }) => <StatusBadge kind="webhook" status={is_active ? 'on' : 'off'} />,
    },
    {
      id: 'dead',
      header: 'Given up',
      align: 'end',
      width: '96px',
      sort: ({ dead }) => dead,
      cell: ({ dead }) => dead,
    },
    {
      id: 'last_delivered_at',
      header: 'Last delivered',
      width: '160px',
      sort: ({ last_delivered_at }) => last_delivered_at,
      cell: ({ last_delivered_at }) => <TimeText at={last_delivered_at} empty="Never" />,
    },
    {
      id: 'actions',
      header: 'Actions',
      quietHeader: true,
      width: '104px',
      align: 'end',
      cell: (webhook) => (
        <span className={classes.actions}>
          <AllowedIcon
            icon={IconPencil}
            label={`Change ${webhook.name}`}
            onClick={() => on.onChange(webhook)}
          />
          <AllowedIcon
            icon={IconTrash}
            label={`Delete ${webhook.name}`}
            onClick={() => on.onDelete(webhook)}
          />
        </span>
      ),
    },
  ]
}
