import { IconLock } from '@tabler/icons-react'
import type { Room } from '../../../src-shared/contract/rooms.ts'
import { isClosed } from '../../../src-shared/rules/transitions.ts'
import { Mono } from '../../ui/mono.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { counted } from '../../ui/words.ts'
import { TakeSnapshotButton } from '../snapshots/index.ts'
import { blockerCount } from './room-columns.tsx'
import { RoomMenu } from './room-menu.tsx'
import classes from './room-page.module.css'
import { TransitionMenu } from './transition-menu.tsx'

/** Which room this is, how it stands, and what one does with it. */
export function RoomHeader({ room }: { room: Room }) {
  return (
    <PageHeader
      title={room.title}
      beside={<StatusBadge kind="room" status={room.status} />}
      actions={
        <>
          <RoomMenu room={room} />
          <TransitionMenu room={room} />
          <TakeSnapshotButton roomId={room.id} />
        </>
      }
    >
      <div className={classes.facts}>
        <Mono text={room.code} copy="code" />
        <span>
          ETA <TimeText at={room.eta} />
        </span>
        <span>{room.terminal_name ?? room.location}</span>
        <ProgressBar value={room.progress_percentage} label="Clearance" width={120} />
        {blockerCount(room) > 0 && <span>{counted(blockerCount(room), 'blocker')}</span>}
      </div>
      {isClosed(room.status) && (
        <p className={classes.closed}>
          <IconLock size={14} aria-hidden />
          {`The room is ${room.status}: nothing in it can change. It can be read, and snapshots can be taken.`}
        </p>
      )}
    </PageHeader>
  )
}
