import { Button, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import dayjs from 'dayjs'
import { useRef, useState } from 'react'
import type { Snapshot } from '../../../../src-shared/contract/snapshots.ts'
import { fileStamp } from '../../../../src-shared/rules/times.ts'
import { errorSentence } from '../../../rpc/errors.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { saveFile } from '../../../ui/save-file.ts'
import { counted } from '../../../ui/words.ts'
import { mostExportBytes, zipOf } from './export-files.ts'

/** “Export 12 files”: one zip with the file of each completed snapshot, all of them or none. */
export function ExportButton({ snapshots }: { snapshots: readonly Snapshot[] }) {
  const files = snapshots.filter(({ status }) => status === 'completed')
  const may = useMay(files[0]?.room_id)('snapshots.download')
  const [done, setDone] = useState(0)
  const stop = useRef<AbortController>(null)
  const save = useMutation({
    mutationFn: async () => {
      setDone(0)
      stop.current = new AbortController()
      const zip = await zipOf(files, setDone, stop.current.signal)
      const name = `snapshots_${fileStamp(dayjs().toISOString())}Z.zip`
      saveFile(zip, name, 'application/zip')
      return name
    },
    onSuccess: (name) =>
      notifications.show({ message: `${counted(files.length, 'file')} exported as ${name}.` }),
  })
  const close = () => {
    stop.current?.abort()
    save.reset()
  }
  const stopped = stop.current?.signal.aborted === true
  return (
    <>
      <AllowedButton
        size="xs"
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        allowed={mayExport(files, may)}
        onClick={() => save.mutate()}
      >
        Export {counted(files.length, 'file')}
      </AllowedButton>
      <Modal
        opened={save.isPending || (save.isError && !stopped)}
        onClose={close}
        title={save.isPending ? `Exporting ${counted(files.length, 'file')}` : 'Not exported'}
      >
        <Stack gap="md">
          {save.error === null ? (
            <>
              <ProgressBar
                value={Math.round((100 * done) / Math.max(1, files.length))}
                label="Files fetched and checked"
              />
              <Text size="sm">
                {done} of {files.length} fetched, and each checked against its record.
              </Text>
            </>
          ) : (
            <Notice tone="red" title="A file could not be fetched">
              {errorSentence(save.error)}
            </Notice>
          )}
          <Button variant="default" ml="auto" onClick={close}>
            {save.isPending ? 'Cancel' : 'Close'}
          </Button>
        </Stack>
      </Modal>
    </>
  )
}

function mayExport(
  files: readonly Snapshot[],
  may: { allowed: boolean; reason: string },
): { allowed: boolean; reason: string } {
  if (files.length === 0) {
    return { allowed: false, reason: 'None of the chosen snapshots has a file.' }
  }
  const bytes = files.reduce((sum, { file_size }) => sum + file_size, 0)
  if (bytes > mostExportBytes) {
    const reason =
      'More than 256 MB at once is too much for the window: choose fewer, or use sts snapshot export.'
    return { allowed: false, reason }
  }
  return may
}
