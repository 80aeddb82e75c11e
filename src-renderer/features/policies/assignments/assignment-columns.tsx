import { Link } from '@tanstack/react-router'
import type { PolicyOfRoom } from '../../../../src-shared/contract/policies.ts'
import type { Room } from '../../../../src-shared/contract/rooms.ts'
import type { DataColumn } from '../../../ui/data-column.ts'
import { Mono } from '../../../ui/mono.tsx'
import { StatusBadge } from '../../../ui/status-badge.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import classes from '../policies.module.css'
import { PolicyCell } from '../protection/policy-cell.tsx'

/** A room with the policy that decides about it, once that is read. */
export interface RoomWithPolicy {
  id: string
  room: Room
  policy: PolicyOfRoom | undefined
}

export const assignmentColumns = (wide: boolean): readonly DataColumn<RoomWithPolicy>[] => [
  {
    id: 'code',
    header: 'Code',
    sort: true,
    always: true,
    width: '160px',
    cell: ({ room }) => (
      <Link
        to="/rooms/$roomId/$tab"
        params={{ roomId: room.id, tab: 'protection' }}
        data-row-focus
        aria-label={`${room.code}, ${room.title}`}
      >
        <Mono text={room.code} />
      </Link>
    ),
  },
  { id: 'title', header: 'Room', sort: true, cell: ({ room }) => room.title },
  {
    id: 'status',
    header: 'Status',
    sort: true,
    width: '108px',
    cell: ({ room }) => <StatusBadge kind="room" status={room.status} />,
  },
  {
    id: 'organization',
    header: 'Organization',
    cell: ({ room }) => (
      <span className={classes.name}>
        {room.organization_name}
        {!wide && <span className={classes.under}>{room.terminal_name ?? 'No terminal'}</span>}
      </span>
    ),
  },
  {
    id: 'terminal',
    header: 'Terminal',
    hidden: !wide,
    cell: ({ room }) => room.terminal_name ?? '–',
  },
  {
    id: 'vessel',
    header: 'Lead vessel',
    hidden: !wide,
    cell: ({ room }) => room.lead_vessel_name ?? '–',
  },
  {
    id: 'policy',
    header: 'Policy set',
    always: true,
    width: '16%',
    cell: ({ policy }) => <PolicyCell policy={policy} />,
  },
  {
    id: 'source',
    header: 'Source',
    width: '18%',
    cell: ({ policy }) => (policy === undefined ? '' : <Source policy={policy} />),
  },
]

/** How the room came to its set: by hand, by whom and when; or by which match. */
function Source({ policy }: { policy: PolicyOfRoom }) {
  const { source, reason, assignment } = policy
  if (source === 'assigned' && assignment !== null) {
    return (
      <span className={classes.name}>
        By hand
        <span className={classes.under}>
          <TimeText at={assignment.assigned_at} />
          {`, ${assignment.assigned_by}`}
        </span>
      </span>
    )
  }
  if (source === 'matched') {
    return (
      <span className={classes.name}>
        By its match
        <span className={classes.under}>{reason.replace(/^“.*” matches: /, '')}</span>
      </span>
    )
  }
  return <span className={classes.under}>{reason}</span>
}
