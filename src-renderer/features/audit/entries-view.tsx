import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import type { AuditEntry } from '../../../src-shared/contract/audit.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { useColumnChoice } from '../../state/tables.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { pageSizes } from '../../ui/pager.tsx'
import { auditColumns } from './audit-columns.tsx'
import { type AuditSearch, isFiltered, listInput } from './audit-search.ts'

interface EntriesViewProps {
  /** All entries, or those that did not succeed. */
  which: 'all' | 'failures'
  search: AuditSearch
  toolbar: ReactNode
  onOpen(entry: AuditEntry): void
}

/**
 * Entries, newest first, turned by cursors: however deep, each page costs the same. Give it a key
 * of its filter: the way back through the pages is of one filter only.
 */
export function EntriesView({ which, search, toolbar, onOpen }: EntriesViewProps) {
  const navigate = useNavigate({ from: '/audit' })
  const columnChoice = useColumnChoice('audit')
  /** The cursors of the pages before this one, nearest last; `undefined` is the newest page. */
  const [before, setBefore] = useState<readonly (string | undefined)[]>([])
  const input = listInput(search)
  const all = useQuery(
    api.audit.list.queryOptions({
      input,
      enabled: which === 'all',
      placeholderData: keepPreviousData,
    }),
  )
  const failures = useQuery(
    api.audit.failures.queryOptions({
      input,
      enabled: which === 'failures',
      placeholderData: keepPreviousData,
    }),
  )
  const page = which === 'all' ? all : failures
  const columns = useMemo(() => auditColumns(onOpen), [onOpen])
  const next = page.data?.next_cursor ?? null
  const turnTo = (cursor: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, cursor }) })
  return (
    <>
      <DataTable
        label={which === 'all' ? 'Audit entries' : 'Failures'}
        fill
        columns={columns}
        rows={page.data?.entries}
        rowId={({ seq }) => String(seq)}
        onOpen={onOpen}
        skeletonRows={12}
        error={
          page.error === null
            ? undefined
            : { message: errorSentence(page.error), retry: () => void page.refetch() }
        }
        empty={<NoEntries which={which} filtered={isFiltered(search)} />}
        {...columnChoice}
        toolbar={toolbar}
      />
      <Group component="nav" aria-label="Pages" justify="flex-end" gap="xs" pt="sm">
        <Text size="sm" c="dimmed" mr="auto" aria-live="polite">
          {rangeInWords(page.data?.entries)}
        </Text>
        <NativeSelect
          aria-label="Rows on a page"
          value={String(input.limit)}
          data={pageSizes.map((size) => ({ value: String(size), label: `${size} a page` }))}
          onChange={(event) => {
            const size = pageSizes.find((choice) => String(choice) === event.currentTarget.value)
            void navigate({ search: (old) => ({ ...old, cursor: undefined, size }) })
          }}
        />
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
    </>
  )
}

function NoEntries({ which, filtered }: { which: 'all' | 'failures'; filtered: boolean }) {
  const navigate = useNavigate({ from: '/audit' })
  const clear = () => void navigate({ search: ({ view }) => ({ view }) })
  if (filtered) {
    return (
      <EmptyState
        icon={IconShieldCheck}
        title="No entry fits"
        text="Widen the filters, or clear them."
        action={
          <Button variant="default" onClick={clear}>
            Clear filters
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState
      icon={IconShieldCheck}
      title={which === 'all' ? 'The trail is empty' : 'Nothing was denied, and nothing failed'}
    />
  )
}

/** `Entries 120 to 71, newest first`. */
function rangeInWords(entries: readonly AuditEntry[] | undefined): string {
  const first = entries?.[0]
  const last = entries?.at(-1)
  if (first === undefined || last === undefined) return ''
  return first === last ? `Entry ${first.seq}` : `Entries ${first.seq} to ${last.seq}, newest first`
}
