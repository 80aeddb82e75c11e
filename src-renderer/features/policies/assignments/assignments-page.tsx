import { Select } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconRoute } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { roomStatuses } from '../../../../src-shared/contract/enums.ts'
import { listed } from '../../../rpc/listed.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { api } from '../../../rpc/queries.ts'
import { useOrganizations, useTerminals } from '../../../rpc/registry.ts'
import { useColumnChoice } from '../../../state/tables.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { ListPage } from '../../../ui/list-page.tsx'
import { pageOf } from '../../../ui/list-search.ts'
import { statusLooks } from '../../../ui/status.ts'
import { PolicyNav } from '../policy-nav.tsx'
import type { AssignmentsSearch } from '../search.ts'
import { usePoliciesOf } from '../use-policies-of.ts'
import { useSets } from '../use-sets.ts'
import { AssignDialog, type AssignTarget } from './assign-dialog.tsx'
import { assignmentColumns, type RoomWithPolicy } from './assignment-columns.tsx'
import { ChosenRoomsBar } from './chosen-bar.tsx'
import { useChosenRooms } from './use-chosen-rooms.ts'

const route = getRouteApi('/shell/policies/assignments')
const sorts = ['code', 'title', 'status', 'eta'] as const

/** Which policy set decides about which room, and the way to give rooms another one. */
export function AssignmentsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const write = useMay()('assignments.write')
  const choice = useColumnChoice('assignments')
  const wide = useMediaQuery('(min-width: 1600px)') ?? false
  const columns = useMemo(() => assignmentColumns(wide), [wide])
  const { chosen, selection, forget } = useChosenRooms()
  const [target, setTarget] = useState<AssignTarget>()
  const page = pageOf(search, { sort: 'eta', direction: 'desc' })
  const list = useQuery(
    api.rooms.list.queryOptions({
      input: { ...filtersOf(search), ...page },
      placeholderData: keepPreviousData,
    }),
  )
  const { rows, ...told } = listed(list)
  const policies = usePoliciesOf(rows)
  const change = (part: object) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  const about = useFilterWords(search)
  return (
    <>
      <ListPage<RoomWithPolicy>
        title="Policies"
        about="Which set decides about a room: the one assigned by hand, else the best that matches."
        icon={IconRoute}
        sisters={{ nav: <PolicyNav />, label: 'Assignments' }}
        actions={
          <AllowedButton
            allowed={mayAssignAll(write, search, told.total)}
            onClick={() =>
              setTarget({ filter: bulkFilterOf(search), count: told.total ?? 0, about })
            }
          >
            {`Assign to ${search.status || search.organization || search.terminal ? 'all that fit' : 'all'}…`}
          </AllowedButton>
        }
        noun={['room', 'rooms']}
        columns={columns}
        listed={{
          ...told,
          rows: rows?.map((room) => ({ id: room.id, room, policy: policies.get(room.id) })),
        }}
        page={page}
        sorts={sorts}
        q={search.q}
        onChange={change}
        hint="Code, title, location, vessel"
        filters={<Filters search={search} onChange={change} />}
        isFiltered={Object.keys(filtersOf(search)).length > 0}
        onClear={() => void navigate({ search: {} })}
        onOpen={({ id }) =>
          void navigate({ to: '/rooms/$roomId/$tab', params: { roomId: id, tab: 'protection' } })
        }
        selection={selection}
        chosenBar={
          <ChosenRoomsBar
            rooms={chosen.map((one) => ({ ...one, policy: policies.get(one.id) ?? one.policy }))}
            onAssign={() => setTarget({ room_ids: chosen.map(({ id }) => id) })}
            onForget={forget}
          />
        }
        {...choice}
      />
      {target !== undefined && (
        <AssignDialog target={target} onDone={forget} onClose={() => setTarget(undefined)} />
      )}
    </>
  )
}

function Filters(props: {
  search: AssignmentsSearch
  onChange(part: Partial<AssignmentsSearch>): void
}) {
  const { search, onChange } = props
  const sets = useSets()
  const organizations = useOrganizations()
  const terminals = useTerminals()
  const named = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })
  return (
    <>
      <Choice
        label="Source"
        data={[{ value: 'hand', label: 'By hand' }]}
        value={search.by}
        onChange={(value) =>
          onChange(value === undefined ? { by: undefined, policy_set: undefined } : { by: 'hand' })
        }
      />
      {search.by === 'hand' && (
        <Choice
          label="Policy set"
          data={sets.map(named)}
          value={search.policy_set}
          onChange={(policy_set) => onChange({ policy_set })}
        />
      )}
      <Choice
        label="Status"
        data={roomStatuses.map((value) => ({ value, label: statusLooks.room[value].word }))}
        value={search.status}
        onChange={(value) => onChange({ status: roomStatuses.find((one) => one === value) })}
      />
      <Choice
        label="Organization"
        width={172}
        data={organizations.map(named)}
        value={search.organization}
        onChange={(organization) => onChange({ organization })}
      />
      <Choice
        label="Terminal"
        data={terminals.map(named)}
        value={search.terminal}
        onChange={(terminal) => onChange({ terminal })}
      />
    </>
  )
}

function Choice(props: {
  label: string
  width?: number
  data: { value: string; label: string }[]
  value: string | undefined
  onChange(value: string | undefined): void
}) {
  const { label, width = 134, data, value, onChange } = props
  const any = `Any ${label.toLowerCase()}`
  return (
    <Select
      aria-label={label}
      placeholder={any}
      w={width}
      clearable
      clearButtonProps={{ 'aria-label': any }}
      searchable
      comboboxProps={{ width: 260, position: 'bottom-start' }}
      nothingFoundMessage={`No ${label.toLowerCase()} of that name`}
      data={data}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  )
}

/** The part of the address that narrows the list, in the contract’s words. */
function filtersOf({ q, by, policy_set, ...place }: AssignmentsSearch) {
  return {
    ...(q === undefined ? {} : { q }),
    ...(by === undefined ? {} : { assigned: true }),
    ...(by === undefined || policy_set === undefined ? {} : { assigned_policy_set_id: policy_set }),
    ...bulkFilterOf(place),
  }
}

function bulkFilterOf({
  status,
  organization,
  terminal,
}: Pick<AssignmentsSearch, 'status' | 'organization' | 'terminal'>) {
  return {
    ...(status === undefined ? {} : { status }),
    ...(organization === undefined ? {} : { organization_id: organization }),
    ...(terminal === undefined ? {} : { terminal_id: terminal }),
  }
}

/** All that fit are assigned by the filter itself, which knows status, organization, and terminal. */
function mayAssignAll(
  write: { allowed: boolean; reason: string },
  { q, by }: AssignmentsSearch,
  total: number | undefined,
): { allowed: boolean; reason: string } {
  if (!write.allowed) return write
  if (q !== undefined || by !== undefined) {
    const reason =
      'What a search finds, or was assigned by hand, is assigned by choosing it in the list.'
    return { allowed: false, reason }
  }
  return { allowed: total !== undefined && total > 0, reason: 'No room fits.' }
}

function useFilterWords({ status, organization, terminal }: AssignmentsSearch): string {
  const organizations = useOrganizations()
  const terminals = useTerminals()
  const parts = [
    organizations.find(({ id }) => id === organization)?.name,
    terminals.find(({ id }) => id === terminal)?.name,
    status === undefined ? undefined : statusLooks.room[status].word,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? '' : `All rooms that fit: ${parts.join(', ')}.`
}
