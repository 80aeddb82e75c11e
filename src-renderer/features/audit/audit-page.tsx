import { SegmentedControl, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import type { AuditEntry } from '../../../src-shared/contract/audit.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { type AuditFilter, auditViews, filterOf } from './audit-search.ts'
import { useStartExport, useStartVerify } from './audit-tasks.ts'
import { CheckpointsDrawer } from './checkpoints-drawer.tsx'
import { EntriesView } from './entries-view.tsx'
import { EntryDrawer } from './entry-drawer.tsx'
import { ExportAnswer, ExportButton } from './export-trail.tsx'
import { StatisticsView } from './statistics-view.tsx'
import { TimelineView } from './timeline-view.tsx'
import { VerifyChainAnswer, VerifyChainButton } from './verify-chain.tsx'

const viewWords = {
  entries: 'Entries',
  timeline: 'Timeline',
  statistics: 'Statistics',
  failures: 'Failures',
} as const

/** The audit trail: who did what, newest first, and the proof that nobody changed it. */
export function AuditPage() {
  const search = useSearch({ from: '/shell/audit' })
  const navigate = useNavigate({ from: '/audit' })
  const verify = useStartVerify()
  const exporting = useStartExport()
  const [showsCheckpoints, setShowsCheckpoints] = useState(false)
  const may = useMay()
  const queries = useQueryClient()
  const { view = 'entries', size } = search
  const show = (entry: number | undefined) =>
    void navigate({ replace: true, search: (old) => ({ ...old, entry }) })
  const open = useCallback(
    (entry: AuditEntry) => {
      // What the list has need not be asked for again: an entry never changes.
      queries.setQueryData(api.audit.get.queryKey({ input: { seq: entry.seq } }), entry)
      void navigate({ replace: true, search: (old) => ({ ...old, entry: entry.seq }) })
    },
    [navigate, queries],
  )

  const filter = (change: Partial<AuditFilter>) =>
    void navigate({ replace: true, search: (old) => ({ ...old, ...change, cursor: undefined }) })
  const toolbar = (
    <SegmentedControl
      aria-label="View of the trail"
      value={view}
      data={auditViews.map((value) => ({ value, label: viewWords[value] }))}
      onChange={(value) => {
        const next = auditViews.find((known) => known === value)
        void navigate({
          search: (old) => ({
            ...old,
            cursor: undefined,
            view: next === 'entries' ? undefined : next,
          }),
        })
      }}
    />
  )
  return (
    <>
      <PageHeader
        title="Audit trail"
        actions={
          <>
            <ExportButton start={exporting} search={search} />
            <AllowedButton
              variant="default"
              allowed={may('audit.verify')}
              onClick={() => setShowsCheckpoints(true)}
            >
              Checkpoints
            </AllowedButton>
            <VerifyChainButton start={verify} />
          </>
        }
      >
        <Text c="dimmed" size="sm">
          Every entry is chained to the one before it by its hash; nothing is ever changed or
          removed.
        </Text>
      </PageHeader>
      <VerifyChainAnswer start={verify} />
      <ExportAnswer start={exporting} />
      <AuditFilters search={search} onChange={filter} />
      {view === 'timeline' && (
        <TimelineView
          search={search}
          toolbar={toolbar}
          onPick={(time) =>
            void navigate({
              search: (old) => ({ ...old, view: undefined, cursor: undefined, ...time }),
            })
          }
        />
      )}
      {view === 'statistics' && <StatisticsView search={search} toolbar={toolbar} />}
      {(view === 'entries' || view === 'failures') && (
        <EntriesView
          key={`${view} ${size} ${JSON.stringify(filterOf(search))}`}
          which={view === 'entries' ? 'all' : 'failures'}
          search={search}
          toolbar={toolbar}
          onOpen={open}
        />
      )}
      <CheckpointsDrawer opened={showsCheckpoints} onClose={() => setShowsCheckpoints(false)} />
      <EntryDrawer seq={search.entry} onClose={() => show(undefined)} />
    </>
  )
}
