import { Link } from '@tanstack/react-router'
import type { PolicyOfRoom } from '../../../src-shared/contract/policies.ts'
import type { Room } from '../../../src-shared/contract/rooms.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { Mono } from '../../ui/mono.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { PolicyCell } from '../policies/index.ts'
import classes from './rooms.module.css'

/** A room blocks itself by each required document that is not resolved. */
export function blockerCount(
  room: Pick<Room, 'required_documents' | 'resolved_documents'>,
): number {
  return room.required_documents - room.resolved_documents
}

/**
 * @param wide whether terminal, lead vessel, and policy have columns of their own from the start; where
 *   there is no room for them they stand under the title and the last snapshot
 * @param policies by room; those that are not read yet are waited for
 */
export const roomColumns = (
  wide: boolean,
  policies: ReadonlyMap<string, PolicyOfRoom>,
): readonly DataColumn<Room>[] => [
  {
    id: 'code',
    header: 'Code',
    sort: true,
    always: true,
    width: '160px',
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
    cell: (room) => (
      <span className={classes.title}>
        {room.title}
        {!wide && (
          <span className={classes.under} title={placeAndVessel(room)}>
            {placeAndVessel(room)}
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'terminal',
    header: 'Terminal',
    hidden: !wide,
    cell: (room) => <Word text={room.terminal_name ?? room.location} />,
  },
  {
    id: 'vessel',
    header: 'Lead vessel',
    hidden: !wide,
    cell: (room) => <Word text={room.lead_vessel_name} />,
  },
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
    width: '104px',
    cell: (room) => <StatusBadge kind="room" status={room.status} />,
  },
  {
    id: 'eta',
    header: 'ETA',
    sort: true,
    width: '136px',
    cell: (room) => <TimeText at={room.eta} />,
  },
  {
    id: 'progress',
    header: 'Clearance',
    width: '132px',
    cell: (room) => (
      <ProgressBar
        value={room.progress_percentage}
        label={`Clearance of ${room.code}`}
        width={48}
      />
    ),
  },
  {
    id: 'blockers',
    header: 'Blockers',
    width: '72px',
    align: 'end',
    cell: (room) => (blockerCount(room) === 0 ? <Word text={null} /> : blockerCount(room)),
  },
  {
    id: 'last_snapshot',
    header: 'Last snapshot',
    width: '136px',
    cell: (room) => (
      <>
        <TimeText at={room.last_snapshot_at} empty="None yet" />
        {!wide && (
          <span className={classes.policy}>
            <PolicyCell policy={policies.get(room.id)} />
          </span>
        )}
      </>
    ),
  },
  {
    id: 'policy',
    header: 'Policy',
    hidden: !wide,
    width: '180px',
    cell: (room) => <PolicyCell policy={policies.get(room.id)} />,
  },
  {
    id: 'updated_at',
    header: 'Changed',
    sort: true,
    hidden: true,
    width: '136px',
    cell: (room) => <TimeText at={room.updated_at} />,
  },
]

function placeAndVessel(room: Room): string {
  const place = room.terminal_name ?? room.location
  return room.lead_vessel_name === null ? place : `${place}, ${room.lead_vessel_name}`
}

function Word({ text }: { text: string | null }) {
  return text === null ? (
    <span className={classes.none}>–</span>
  ) : (
    <span className={classes.word}>{text}</span>
  )
}
