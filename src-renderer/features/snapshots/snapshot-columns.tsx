import { Button, Group, Stack, UnstyledButton } from '@mantine/core'
import { IconEye, IconLock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { FoundSnapshot, Snapshot } from '../../../src-shared/contract/snapshots.ts'
import { BytesText } from '../../ui/bytes-text.tsx'
import type { DataColumn } from '../../ui/data-column.ts'
import { Mono } from '../../ui/mono.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { SnapshotMenu } from './care/snapshot-menu.tsx'
import { SaveButton } from './save-button.tsx'
import classes from './snapshot-columns.module.css'
import { useTask } from './use-task.ts'
import { formatWords, shortTitle, triggerWords } from './words.ts'

/** Which room a snapshot is of, in the list of all rooms. */
export const roomColumn: DataColumn<FoundSnapshot> = {
  id: 'room_code',
  header: 'Room',
  sort: true,
  always: true,
  width: '164px',
  cell: ({ room_id, room_code, room_title }) => (
    <Link
      to="/rooms/$roomId/$tab"
      params={{ roomId: room_id, tab: 'snapshots' }}
      title={room_title}
      className={classes.room}
      aria-label={`${room_code}, ${room_title}`}
    >
      <Mono text={room_code} />
    </Link>
  ),
}

/**
 * The columns of a list of snapshots.
 * @param on `acrossRooms`: the server sorts, and the room stands before; `wide`: there is room for all
 */
export function snapshotColumns(on: {
  onOpen: (snapshot: Snapshot) => void
  onPreview: (snapshot: Snapshot) => void
  acrossRooms?: boolean
  wide?: boolean
}): DataColumn<Snapshot>[] {
  const { acrossRooms = false, wide = true } = on
  const sorted = acrossRooms ? ({ sort: true } as const) : {}
  return [
    {
      id: 'title',
      header: 'Title',
      always: true,
      cell: (snapshot) => (
        <div className={classes.titled}>
          <UnstyledButton
            data-row-focus
            fz="inherit"
            className={classes.title}
            aria-label={snapshot.title}
            title={snapshot.title}
            onClick={() => on.onOpen(snapshot)}
          >
            {shortTitle(snapshot)}
          </UnstyledButton>
          {snapshot.held && <HeldMark reason={snapshot.hold_reason} />}
        </div>
      ),
    },
    {
      id: 'format',
      header: 'Format',
      width: '72px',
      cell: ({ snapshot_type }) => formatWords[snapshot_type].label,
    },
    {
      id: 'status',
      header: 'Status',
      width: '120px',
      cell: (snapshot) =>
        snapshot.status === 'generating' ? (
          <Generating snapshot={snapshot} />
        ) : (
          <StatusBadge kind="snapshot" status={snapshot.status} />
        ),
    },
    {
      id: 'file_size',
      header: 'Size',
      ...sorted,
      align: 'end',
      width: '84px',
      cell: ({ status, file_size }) =>
        status === 'completed' || file_size > 0 ? <BytesText bytes={file_size} /> : '–',
    },
    {
      id: 'pages',
      header: 'Pages',
      align: 'end',
      width: '68px',
      hidden: acrossRooms && !wide,
      cell: ({ page_count }) => page_count ?? '–',
    },
    {
      id: 'created_by',
      header: 'By',
      cell: ({ created_by }) => (
        <div className={classes.person} title={created_by}>
          {created_by}
        </div>
      ),
    },
    {
      id: 'created_at',
      header: 'When',
      ...sorted,
      width: '158px',
      cell: ({ created_at }) => <TimeText at={created_at} />,
    },
    {
      id: 'sha256',
      header: 'SHA-256',
      hidden: acrossRooms,
      width: '128px',
      cell: ({ sha256 }) =>
        sha256 === null ? '–' : <Mono text={sha256} first={8} copy="SHA-256" />,
    },
    {
      id: 'trigger',
      header: 'Made',
      width: '104px',
      hidden: !acrossRooms || !wide,
      cell: ({ trigger }) => triggerWords[trigger],
    },
    {
      id: 'actions',
      header: 'Actions',
      quietHeader: true,
      always: true,
      width: '120px',
      cell: (snapshot) => (
        <Group gap={4} wrap="nowrap" justify="flex-end">
          {snapshot.status === 'completed' && (
            <>
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                px={6}
                aria-label={`Preview ${snapshot.title}`}
                onClick={() => on.onPreview(snapshot)}
              >
                <IconEye size={16} aria-hidden />
              </Button>
              <SaveButton snapshot={snapshot} icon />
            </>
          )}
          {snapshot.status !== 'deleted' && <SnapshotMenu snapshot={snapshot} />}
        </Group>
      ),
    },
  ]
}

/** Neither people nor rules can delete it now: a lock and the word. */
function HeldMark({ reason }: { reason: string | null }) {
  return (
    <span className={classes.held} title={reason ?? undefined}>
      <IconLock size={14} aria-hidden />
      Held
    </span>
  )
}

/** A snapshot on its way: the word, and a bar that moves. */
function Generating({ snapshot }: { snapshot: Snapshot }) {
  const task = useTask(snapshot.task_id)
  return (
    <Stack gap={4}>
      <StatusBadge kind="snapshot" status="generating" />
      <ProgressBar
        value={task?.progress ?? 0}
        label={`Progress of ${snapshot.title}`}
        tone="blue"
        figure={false}
        width={88}
      />
    </Stack>
  )
}
