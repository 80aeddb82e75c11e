import { Box, Button, Menu, Text } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import type { ExportFormat } from '../../../src-shared/contract/audit.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { BytesText } from '../../ui/bytes-text.tsx'
import { Mono } from '../../ui/mono.tsx'
import { Notice } from '../../ui/notice.tsx'
import { counted } from '../../ui/words.ts'
import { hasEnded, useTask } from '../snapshots/index.ts'
import { type AuditSearch, filterInput, isFiltered } from './audit-search.ts'
import { exportOf, useAuditTasks, type useStartExport } from './audit-tasks.ts'
import { TaskBar } from './task-bar.tsx'

type Start = ReturnType<typeof useStartExport>

const formats: Record<ExportFormat, string> = {
  csv: 'CSV, for spreadsheets',
  jsonl: 'JSON Lines, for programs',
}

/** “Export”: every entry that the filters leave, however many there are. */
export function ExportButton({ start, search }: { start: Start; search: AuditSearch }) {
  const allowed = useMay()('audit.export')
  const label = isFiltered(search) ? 'Export the filtered' : 'Export all'
  if (!allowed.allowed) {
    return (
      <AllowedButton variant="default" allowed={allowed}>
        {label}
      </AllowedButton>
    )
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          loading={start.isPending}
          leftSection={<IconDownload size={16} aria-hidden />}
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['csv', 'jsonl'] as const).map((format) => (
          <Menu.Item key={format} onClick={() => start.mutate({ ...filterInput(search), format })}>
            {formats[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The export that was asked for: refused, running with its bar, or its file to save. */
export function ExportAnswer({ start }: { start: Start }) {
  const taskId = useAuditTasks((tasks) => tasks.export)
  if (start.error !== null) {
    return (
      <Box mb="md">
        <Notice tone="red" title="The trail could not be exported" onClose={start.reset}>
          {errorSentence(start.error)}
        </Notice>
      </Box>
    )
  }
  return taskId === null ? null : <Export taskId={taskId} />
}

function Export({ taskId }: { taskId: string }) {
  const task = useTask(taskId)
  const made = exportOf(task)
  const close = () => useAuditTasks.getState().show({ export: null })
  if (task === undefined || !hasEnded(task)) {
    return <TaskBar title="Exporting the trail" task={task} taskId={taskId} />
  }
  if (made === undefined) {
    const cancelled = task.status === 'cancelled'
    return (
      <Box mb="md">
        <Notice
          tone={cancelled ? 'blue' : 'red'}
          title={cancelled ? 'The export was cancelled' : 'The trail could not be exported'}
          onClose={close}
        >
          {cancelled ? 'No file was kept.' : task.error?.message}
        </Notice>
      </Box>
    )
  }
  return (
    <Box mb="md">
      <Notice
        tone="green"
        title={`${counted(made.count, 'entry', 'entries')} exported`}
        onClose={close}
      >
        <Text size="sm" component="div">
          {made.file_name}, <BytesText bytes={made.file_size} />, SHA-256{' '}
          <Mono text={made.sha256} first={12} copy="SHA-256" />
        </Text>
        <SaveExport made={made} />
      </Notice>
    </Box>
  )
}

/** “Save”: the file goes from the door to the disk, never through the page. */
export function SaveExport({ made }: { made: NonNullable<ReturnType<typeof exportOf>> }) {
  return (
    <Button
      component="a"
      size="xs"
      mt={6}
      variant="default"
      href={made.download_url}
      download={made.file_name}
      aria-label={`Save ${made.file_name}`}
      leftSection={<IconDownload size={14} aria-hidden />}
    >
      Save
    </Button>
  )
}
