import { Button, FileButton, Group, Modal, Stack, Text } from '@mantine/core'
import { IconFileSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useMay } from '../../../rpc/permissions.ts'
import { chosenFiles, type DroppedFile, useVerifyFile } from '../../../state/verify-file.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { counted } from '../../../ui/words.ts'
import { OpenFileDialog } from '../restore/open-file-dialog.tsx'
import { VerifiedFile } from './verified-file.tsx'
import classes from './verify-file.module.css'

/** How many files are verified at once. */
const atOnce = 20

/** Says of files whether they are snapshots of this workspace, and unaltered. */
export function VerifyDialog() {
  const { opened, files, open, close } = useVerifyFile()
  const [asRoom, setAsRoom] = useState<File>()
  const allowed = useMay()('snapshots.verify')
  return (
    <>
      <Modal
        opened={opened}
        onClose={close}
        title={files.length > 1 ? `Verify ${counted(files.length, 'file')}` : 'Verify a file'}
        size={640}
      >
        <Stack gap="md">
          {!allowed.allowed && files.length > 0 ? (
            <Notice tone="red" title="Not verified">
              {allowed.reason}
            </Notice>
          ) : (
            <Results files={files} onLeave={close} onOpenAsRoom={setAsRoom} />
          )}
          <div className={classes.drop}>
            <Group justify="center" gap="sm">
              <FileButton multiple onChange={(chosen) => open(chosenFiles(chosen))}>
                {(button) => (
                  <AllowedButton
                    variant={files.length === 0 ? 'filled' : 'default'}
                    leftSection={<IconFileSearch size={16} aria-hidden />}
                    allowed={allowed}
                    data-autofocus
                    {...button}
                  >
                    {files.length === 0 ? 'Choose a file' : 'Choose another file'}
                  </AllowedButton>
                )}
              </FileButton>
              <Text size="sm" c="dimmed">
                or drop it anywhere on the window.
              </Text>
            </Group>
          </div>
          <Text size="sm" c="dimmed">
            A snapshot stays where it is: only its SHA-256 is looked up, and the audit trail notes
            that.
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Close
            </Button>
          </Group>
        </Stack>
      </Modal>
      {asRoom !== undefined && (
        <OpenFileDialog
          file={asRoom}
          onClose={() => {
            setAsRoom(undefined)
            close()
          }}
        />
      )}
    </>
  )
}

function Results(props: {
  files: readonly DroppedFile[]
  onLeave: () => void
  onOpenAsRoom: (file: File) => void
}) {
  const { files, onLeave, onOpenAsRoom } = props
  return (
    <>
      {files.length > atOnce && (
        <Notice tone="blue" title={`Only the first ${atOnce} are verified`}>
          {`${counted(files.length, 'file')} came at once. Drop the others afterwards.`}
        </Notice>
      )}
      {files.slice(0, atOnce).map((dropped) => (
        <VerifiedFile
          key={dropped.key}
          dropped={dropped}
          onLeave={onLeave}
          onOpenAsRoom={onOpenAsRoom}
        />
      ))}
    </>
  )
}
