import { Link } from '@tanstack/react-router'
import type { Room } from '../../../src-shared/contract/rooms.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { Mono } from '../../ui/mono.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import classes from './rooms.module.css'

/** A room blocks itself by each required document that is not resolved. */
export function blockerCount(
  room: Pick<Room, 'required_documents' | 'resolved_documents'>,
): number {
  return room.required_documents - room.resolved_documents
}

export const roomColumns: readonly DataColumn<Room>[] = [
  {
    id: 'code',
    header: 'Code',
    sort: true,
    always: true,
    width: '176px',
    cell: (room) => (
      <Link
        to="/rooms/$roomId/$tab"
        params={{ roomId: room.id, tab: 'overview' }}
        data-row-focus
        aria-label={`${room.code}, ${room.title}`}
      >
        <Mono text={room.code} />
      </Link>
    ),
  },
  {
    id: 'title',
    header: 'Title',
    sort: true,
    always: true,
    cell: (room) => <span className={classes.title}>{room.title}</span>,
  },
  {
    id: 'terminal',
    header: 'Terminal',
    cell: (room) => <Word text={room.terminal_name ?? room.location} />,
  },
  { id: 'vessel', header: 'Lead vessel', cell: (room) => <Word text={room.lead_vessel_name} /> },
  {
    id: 'organization',
    header: 'Organization',
    hidden: true,
    cell: (room) => <Word text={room.organization_name} />,
  },
  {
    id: 'status',
    header: 'Status',
    sort: true,
    width: '112px',
    cell: (room) => <StatusBadge kind="room" status={room.status} />,
  },
  {
    id: 'eta',
    header: 'ETA',
    sort: true,
    width: '156px',
    cell: (room) => <TimeText at={room.eta} />,
  },
  {
    id: 'progress',
    header: 'Clearance',
    width: '168px',
    cell: (room) => (
      <ProgressBar value={room.progress_percentage} label={`Clearance of ${room.code}`} />
    ),
  },
  {
    id: 'blockers',
    header: 'Blockers',
    width: '84px',
    align: 'end',
    cell: (room) => (blockerCount(room) === 0 ? <Word text={null} /> : blockerCount(room)),
  },
  {
    id: 'last_snapshot',
    header: 'Last snapshot',
    width: '156px',
    cell: (room) => <TimeText at={room.last_snapshot_at} empty="None yet" />,
  },
  {
    id: 'updated_at',
    header: 'Changed',
    sort: true,
    hidden: true,
    width: '156px',
    cell: (room) => <TimeText at={room.updated_at} />,
  },
]

function Word({ text }: { text: string | null }) {
  return text === null ? (
    <span className={classes.none}>–</span>
  ) : (
    <span className={classes.word}>{text}</span>
  )
}
