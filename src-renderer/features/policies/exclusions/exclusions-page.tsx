import { SegmentedControl, Select } from '@mantine/core'
import { IconBan, IconPencil, IconPlayerStop } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { Exclusion } from '../../../../src-shared/contract/assignments.ts'
import { exclusionScopes } from '../../../../src-shared/contract/enums.ts'
import { failureOf } from '../../../rpc/listed.ts'
import { type Allowed, useMay } from '../../../rpc/permissions.ts'
import { api } from '../../../rpc/queries.ts'
import { useColumnChoice } from '../../../state/tables.ts'
import { AllowedIcon } from '../../../ui/allowed-icon.tsx'
import type { DataColumn } from '../../../ui/data-column.ts'
import { ListPage } from '../../../ui/list-page.tsx'
import { pageOf } from '../../../ui/list-search.ts'
import { ToneBadge } from '../../../ui/status-badge.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import { inWords } from '../../../ui/words.ts'
import classes from '../policies.module.css'
import { PolicyNav } from '../policy-nav.tsx'
import { EndExclusionDialog } from './end-exclusion-dialog.tsx'
import { ExcludeDialog } from './exclude-dialog.tsx'

const route = getRouteApi('/shell/policies/exclusions')

/** What automation must leave alone, and why. */
export function ExclusionsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const write = useMay()('exclusions.write')
  const choice = useColumnChoice('exclusions')
  const [editing, setEditing] = useState<Exclusion | 'new'>()
  const [ending, setEnding] = useState<Exclusion>()
  const { q, scope, show } = search
  const page = pageOf(search, { sort: 'created_at', direction: 'desc' })
  const list = useQuery(
    api.exclusions.list.queryOptions({
      input: {
        ...(q === undefined ? {} : { q }),
        ...(scope === undefined ? {} : { scope }),
        include_expired: show === 'all',
        limit: page.limit,
        offset: page.offset,
      },
      placeholderData: keepPreviousData,
    }),
  )
  const columns = useMemo(
    () => exclusionColumns({ write, onChange: setEditing, onEnd: setEnding }),
    [write],
  )
  const change = (part: object) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  return (
    <>
      <ListPage<Exclusion>
        title="Policies"
        about="What automation must leave alone. An exclusion always wins, whatever is assigned or matches."
        icon={IconBan}
        sisters={{ nav: <PolicyNav />, label: 'Exclusions' }}
        noun={['exclusion', 'exclusions']}
        columns={columns}
        listed={{
          rows: list.data?.body.exclusions,
          total: list.data?.body.count,
          error: failureOf(list),
        }}
        page={page}
        sorts={[]}
        q={q}
        onChange={change}
        hint="What is excluded, reason"
        filters={
          <>
            <Select
              aria-label="What is excluded"
              placeholder="Anything"
              w={148}
              clearable
              clearButtonProps={{ 'aria-label': 'Anything' }}
              data={exclusionScopes.map((value) => ({ value, label: inWords(value) }))}
              value={scope ?? null}
              onChange={(value) => change({ scope: exclusionScopes.find((one) => one === value) })}
            />
            <SegmentedControl
              aria-label="Which exclusions"
              value={show ?? 'running'}
              data={[
                { value: 'running', label: 'Running' },
                { value: 'all', label: 'With history' },
              ]}
              onChange={(value) => change({ show: value === 'all' ? 'all' : undefined })}
            />
          </>
        }
        isFiltered={q !== undefined || scope !== undefined}
        onClear={() => void navigate({ search: {} })}
        add={{ label: 'Exclude', icon: IconBan, allowed: write, onClick: () => setEditing('new') }}
        {...choice}
      />
      {editing !== undefined && (
        <ExcludeDialog
          {...(editing === 'new' ? {} : { exclusion: editing })}
          onClose={() => setEditing(undefined)}
        />
      )}
      {ending !== undefined && (
        <EndExclusionDialog exclusion={ending} onClose={() => setEnding(undefined)} />
      )}
    </>
  )
}

function exclusionColumns(of: {
  write: Allowed
  onChange(exclusion: Exclusion): void
  onEnd(exclusion: Exclusion): void
}): DataColumn<Exclusion>[] {
  const running = ({ is_active }: Exclusion): Allowed =>
    is_active ? of.write : { allowed: false, reason: 'It has ended; make a new one instead.' }
  return [
    {
      id: 'target',
      header: 'What is excluded',
      width: '24%',
      always: true,
      cell: (row) => (
        <span className={classes.name}>
          <Target exclusion={row} />
          <span className={classes.under}>{inWords(row.scope)}</span>
        </span>
      ),
    },
    { id: 'reason', header: 'Reason', always: true, cell: (row) => row.exclusion_reason },
    {
      id: 'made',
      header: 'Since',
      width: '176px',
      cell: ({ created_at, created_by }) => (
        <span className={classes.name}>
          <TimeText at={created_at} />
          <span className={classes.under}>{created_by}</span>
        </span>
      ),
    },
    {
      id: 'until',
      header: 'Until',
      width: '176px',
      cell: ({ ended_at, ended_by, expires_at }) =>
        ended_at === null ? (
          <TimeText at={expires_at} empty="Somebody ends it" />
        ) : (
          <span className={classes.name}>
            <TimeText at={ended_at} />
            <span className={classes.under}>{`Ended by ${ended_by}`}</span>
          </span>
        ),
    },
    {
      id: 'state',
      header: 'State',
      width: '104px',
      cell: ({ is_active, ended_at }) =>
        is_active ? (
          <ToneBadge tone="amber" word="Running" />
        ) : (
          <ToneBadge tone="grey" word={ended_at === null ? 'Expired' : 'Ended'} />
        ),
    },
    {
      id: 'actions',
      header: 'Actions',
      quietHeader: true,
      always: true,
      width: '80px',
      align: 'end',
      cell: (row) => (
        <>
          <AllowedIcon
            icon={IconPencil}
            label={`Change the exclusion of ${row.target_name}`}
            allowed={running(row)}
            onClick={() => of.onChange(row)}
          />
          <AllowedIcon
            icon={IconPlayerStop}
            label={`End the exclusion of ${row.target_name}`}
            allowed={running(row)}
            onClick={() => of.onEnd(row)}
          />
        </>
      ),
    },
  ]
}

/** The excluded thing, with the way to it where it is a room. */
function Target({ exclusion: { room_id, target_name } }: { exclusion: Exclusion }) {
  if (room_id === null) return <span>{target_name}</span>
  return (
    <Link to="/rooms/$roomId/$tab" params={{ roomId: room_id, tab: 'protection' }} data-row-focus>
      {target_name}
    </Link>
  )
}
