import { Button, type ButtonProps, Modal } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { MouseEvent } from 'react'
import type { Snapshot } from '../../../src-shared/contract/snapshots.ts'
import { useMay } from '../../rpc/permissions.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { RefusedFile } from './refused-file.tsx'
import { useSave } from './use-save.ts'

/** “Save”: a link to the file, so that it can be opened or copied as one; a click checks and saves it. */
export function SaveButton({ snapshot, ...look }: { snapshot: Snapshot } & ButtonProps) {
  const allowed = useMay(snapshot.room_id)('snapshots.download')
  const save = useSave()
  const face = { variant: 'default', leftSection: <IconDownload size={16} />, ...look }
  if (!allowed.allowed) {
    return (
      <AllowedButton allowed={allowed} {...face}>
        Save
      </AllowedButton>
    )
  }
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    if (!save.isPending) save.mutate(snapshot)
  }
  return (
    <>
      <Button
        component="a"
        href={snapshot.download_url}
        download={snapshot.file_name}
        loading={save.isPending}
        onClick={onClick}
        {...face}
      >
        Save
      </Button>
      <Modal opened={save.isError} onClose={save.reset} title="The file could not be saved">
        {save.error === null ? null : (
          <RefusedFile snapshot={snapshot} error={save.error} onAgain={() => save.mutate(snapshot)} />
        )}
      </Modal>
    </>
  )
}
