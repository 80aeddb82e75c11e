import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { AuditEntry } from '../../../src-shared/contract/audit.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { Mono } from '../../ui/mono.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import classes from './audit-columns.module.css'
import { RoomName } from './room-name.tsx'

/** The columns of the trail. Its order is the chain's, so none of them sorts. */
export function auditColumns(onOpen: (entry: AuditEntry) => void): DataColumn<AuditEntry>[] {
  return [
    {
      id: 'seq',
      header: 'No.',
      width: '72px',
      align: 'end',
      always: true,
      cell: (entry) => (
        <UnstyledButton
          data-row-focus
          fz="inherit"
          aria-label={`Entry ${entry.seq}: ${entry.action}`}
          onClick={() => onOpen(entry)}
        >
          {entry.seq}
        </UnstyledButton>
      ),
    },
    { id: 'at', header: 'When', width: '158px', cell: ({ at }) => <TimeText at={at} /> },
    {
      id: 'actor',
      header: 'Who, roles',
      cell: (entry) => <TwoLines first={entry.actor_email} second={rolesInWords(entry)} />,
    },
    {
      id: 'action',
      header: 'Action, resource',
      always: true,
      cell: (entry) => (
        <TwoLines first={<Mono text={entry.action} />} second={resourceInWords(entry)} wide />
      ),
    },
    { id: 'room', header: 'Room', cell: ({ room_id }) => <RoomName roomId={room_id} /> },
    {
      id: 'outcome',
      header: 'Outcome',
      width: '108px',
      cell: ({ outcome }) => <StatusBadge kind="outcome" status={outcome} />,
    },
    { id: 'source', header: 'Source', width: '88px', cell: ({ source }) => source },
    {
      id: 'resource_id',
      header: 'Resource id',
      hidden: true,
      cell: ({ resource_id }) =>
        resource_id === null ? '–' : <Mono text={resource_id} first={13} copy="id" />,
    },
    {
      id: 'hash',
      header: 'Hash',
      hidden: true,
      cell: ({ hash }) => <Mono text={hash} first={12} copy="hash" />,
    },
  ]
}

/** Two facts that belong together, each in one line; what is cut is in the title. */
function TwoLines(props: { first: ReactNode; second: string; wide?: boolean }) {
  const { first, second, wide } = props
  return (
    <div className={classes.lines} data-wide={wide}>
      <div>{first}</div>
      <div className={classes.second} title={second}>
        {second}
      </div>
    </div>
  )
}

/** `superadmin`, `operator, owner in the room`, or a dash for the program itself. */
export function rolesInWords({ actor_roles }: Pick<AuditEntry, 'actor_roles'>): string {
  const { console: role, party } = actor_roles
  const held = [role, party === null ? null : `${party} in the room`].filter(
    (each) => each !== null,
  )
  return held.length === 0 ? '–' : held.join(', ')
}

/** Names of things in an entry's detail, the most telling first. */
const namesOfThings = [
  'title',
  'type_name',
  'party_name',
  'vessel_name',
  'name',
  'file_name',
  'email',
]

/** `document: Q88`: the kind of thing, and its name where the entry has one. */
function resourceInWords({ resource_type, detail }: AuditEntry): string {
  const kind = resource_type.replaceAll('_', ' ')
  const name = namesOfThings
    .map((field) => detail[field])
    .find((value) => typeof value === 'string')
  return name === undefined ? kind : `${kind}: ${String(name)}`
}
