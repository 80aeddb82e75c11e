import { Button, Group, Stack, UnstyledButton } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import type { Snapshot } from '../../../src-shared/contract/snapshots.ts'
import { BytesText } from '../../ui/bytes-text.tsx'
import type { DataColumn } from '../../ui/data-column.ts'
import { Mono } from '../../ui/mono.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { SaveButton } from './save-button.tsx'
import classes from './snapshot-columns.module.css'
import { useTask } from './use-task.ts'
import { formatWords, triggerWords } from './words.ts'

/** The columns of a list of snapshots. */
export function snapshotColumns(on: {
  onOpen: (snapshot: Snapshot) => void
  onPreview: (snapshot: Snapshot) => void
}): DataColumn<Snapshot>[] {
  return [
    {
      id: 'title',
      header: 'Title',
      always: true,
      cell: (snapshot) => (
        <UnstyledButton
          data-row-focus
          fz="inherit"
          className={classes.title}
          onClick={() => on.onOpen(snapshot)}
        >
          {snapshot.title}
        </UnstyledButton>
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
      id: 'size',
      header: 'Size',
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
      width: '158px',
      cell: ({ created_at }) => <TimeText at={created_at} />,
    },
    {
      id: 'sha256',
      header: 'SHA-256',
      width: '128px',
      cell: ({ sha256 }) =>
        sha256 === null ? '–' : <Mono text={sha256} first={8} copy="SHA-256" />,
    },
    {
      id: 'trigger',
      header: 'Made',
      hidden: true,
      cell: ({ trigger }) => triggerWords[trigger],
    },
    {
      id: 'actions',
      header: 'Actions',
      quietHeader: true,
      always: true,
      width: '88px',
      cell: (snapshot) =>
        snapshot.status === 'completed' ? (
          <Group gap={4} wrap="nowrap" justify="flex-end">
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
          </Group>
        ) : null,
    },
  ]
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
