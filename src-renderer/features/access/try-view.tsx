import { Group, Select } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Decision } from '../../../src-shared/contract/access.ts'
import { consoleRoles, partyRoles } from '../../../src-shared/contract/enums.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Mono } from '../../ui/mono.tsx'
import { ToneBadge } from '../../ui/status-badge.tsx'
import { inWords } from '../../ui/words.ts'
import { AccountChoice, PermissionChoice, RoomChoice } from './choices.tsx'
import type { PermissionsSearch } from './search.ts'

const levels = ['', 'Signed in', 'Room', 'Permission', 'Data', 'Trail']

const columns: DataColumn<Decision>[] = [
  {
    id: 'permission',
    header: 'Permission',
    width: '210px',
    sort: ({ permission }) => permission,
    always: true,
    cell: ({ permission }) => <Mono text={permission} />,
  },
  {
    id: 'answer',
    header: 'Answer',
    width: '104px',
    sort: ({ allowed }) => Number(allowed),
    cell: ({ allowed }) =>
      allowed ? <ToneBadge tone="green" word="Allowed" /> : <ToneBadge tone="red" word="Denied" />,
  },
  {
    id: 'level',
    header: 'Decided at',
    width: '130px',
    cell: ({ level }) => `${level} ${levels[level] ?? ''}`,
  },
  {
    id: 'by',
    header: 'Role',
    width: '150px',
    cell: ({ granted_by }) =>
      granted_by === undefined ? '–' : `${inWords(granted_by.axis)} ${granted_by.role}`,
  },
  { id: 'reason', header: 'Why', cell: ({ reason }) => <span title={reason}>{reason}</span> },
]

/** Every permission as somebody has it, and why: for an account, or for a pair of roles. */
export function TryView(props: {
  search: PermissionsSearch
  onChange(part: Partial<PermissionsSearch>): void
}) {
  const { search, onChange } = props
  const { account, room, console_role, party_role, permission } = search
  const byRole = console_role !== undefined || party_role !== undefined
  const found = useQuery(
    api.access.decisions.queryOptions({
      input: byRole
        ? {
            ...(console_role === undefined ? {} : { console_role }),
            ...(party_role === undefined ? {} : { party_role }),
          }
        : {
            ...(account === undefined ? {} : { account_id: account }),
            ...(room === undefined ? {} : { room_id: room }),
          },
    }),
  )
  const decisions = found.data?.decisions.filter(
    (decision) => permission === undefined || decision.permission === permission,
  )
  const noRoles = { console_role: undefined, party_role: undefined }
  const noAccount = { account: undefined, room: undefined }
  return (
    <DataTable
      label="Decisions"
      columns={columns}
      rows={decisions}
      rowId={(decision) => decision.permission}
      empty={<EmptyState icon={IconEyeOff} title="No such permission" />}
      error={
        found.error === null
          ? undefined
          : { message: errorSentence(found.error), retry: () => void found.refetch() }
      }
      toolbar={
        <Group gap="xs" align="flex-end">
          <AccountChoice
            value={account}
            onChange={(value) => onChange({ account: value, ...noRoles })}
          />
          <RoomChoice value={room} onChange={(value) => onChange({ room: value, ...noRoles })} />
          <Select
            label="or console role"
            placeholder="None"
            w={150}
            clearable
            clearButtonProps={{ 'aria-label': 'No console role' }}
            data={consoleRoles.map((role) => ({ value: role, label: inWords(role) }))}
            value={console_role ?? null}
            onChange={(value) =>
              onChange({ console_role: consoleRoles.find((one) => one === value), ...noAccount })
            }
          />
          <Select
            label="and party role"
            placeholder="None"
            w={150}
            clearable
            clearButtonProps={{ 'aria-label': 'No party role' }}
            data={partyRoles.map((role) => ({ value: role, label: inWords(role) }))}
            value={party_role ?? null}
            onChange={(value) =>
              onChange({ party_role: partyRoles.find((one) => one === value), ...noAccount })
            }
          />
          <PermissionChoice
            value={permission}
            onChange={(value) => onChange({ permission: value })}
          />
        </Group>
      }
    />
  )
}
