import { Button, Group, Text } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { AuditEntry } from '../../../src-shared/contract/audit.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { useColumnChoice } from '../../state/tables.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { auditColumns } from './audit-columns.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { type AuditSearch, auditListInput, isFiltered } from './audit-search.ts'
import { EntryDrawer } from './entry-drawer.tsx'
import { useVerifyChain, VerifyChainAnswer, VerifyChainButton } from './verify-chain.tsx'

/** The audit trail: who did what, newest first, and the proof that nobody changed it. */
export function AuditPage() {
  const search = useSearch({ from: '/shell/audit' })
  const navigate = useNavigate({ from: '/audit' })
  const verify = useVerifyChain()
  const columnChoice = useColumnChoice('audit')
  const [opened, setOpened] = useState<AuditEntry | null>(null)
  /** The cursors of the pages before this one, nearest last; `undefined` is the newest page. */
  const [before, setBefore] = useState<readonly (string | undefined)[]>([])
  const page = useQuery(
    api.audit.list.queryOptions({
      input: auditListInput(search),
      placeholderData: keepPreviousData,
    }),
  )
  const columns = useMemo(() => auditColumns(setOpened), [])
  const next = page.data?.next_cursor ?? null

  const filter = (change: Partial<AuditSearch>) => {
    setBefore([])
    void navigate({ replace: true, search: (old) => ({ ...old, ...change, cursor: undefined }) })
  }
  const turnTo = (cursor: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, cursor }) })

  return (
    <>
      <PageHeader title="Audit trail" actions={<VerifyChainButton verify={verify} />}>
        <Text c="dimmed" size="sm">
          Every entry is chained to the one before it by its hash; nothing is ever changed or
          removed.
        </Text>
      </PageHeader>
      <VerifyChainAnswer verify={verify} />
      <DataTable
        label="Audit entries"
        fill
        columns={columns}
        rows={page.data?.entries}
        rowId={({ seq }) => String(seq)}
        onOpen={setOpened}
        error={
          page.error === null
            ? undefined
            : { message: errorSentence(page.error), retry: () => void page.refetch() }
        }
        empty={
          isFiltered(search) ? (
            <EmptyState
              icon={IconShieldCheck}
              title="No entry fits"
              text="Widen the filters, or clear them."
              action={
                <Button variant="default" onClick={() => void navigate({ search: {} })}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <EmptyState icon={IconShieldCheck} title="The trail is empty" />
          )
        }
        {...columnChoice}
        toolbar={<AuditFilters search={search} onChange={filter} />}
      />
      <Group component="nav" aria-label="Pages" justify="flex-end" gap="xs" pt="sm">
        <Text size="sm" c="dimmed" mr="auto" aria-live="polite">
          {rangeInWords(page.data?.entries)}
        </Text>
        {search.cursor === undefined ? null : (
          <Button
            variant="subtle"
            onClick={() => {
              setBefore([])
              turnTo(undefined)
            }}
          >
            Newest
          </Button>
        )}
        <Button
          variant="default"
          disabled={before.length === 0}
          onClick={() => {
            turnTo(before.at(-1))
            setBefore(before.slice(0, -1))
          }}
        >
          Previous
        </Button>
        <Button
          variant="default"
          disabled={next === null || page.isPlaceholderData}
          onClick={() => {
            setBefore([...before, search.cursor])
            turnTo(next ?? undefined)
          }}
        >
          Next
        </Button>
      </Group>
      <EntryDrawer entry={opened} onClose={() => setOpened(null)} />
    </>
  )
}

/** `Entries 120 to 71, newest first`. */
function rangeInWords(entries: readonly AuditEntry[] | undefined): string {
  const first = entries?.[0]
  const last = entries?.at(-1)
  if (first === undefined || last === undefined) return ''
  return first === last ? `Entry ${first.seq}` : `Entries ${first.seq} to ${last.seq}, newest first`
}
