import { Button, type ButtonProps, Modal } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { MouseEvent } from 'react'
import type { Snapshot } from '../../../src-shared/contract/snapshots.ts'
import { useMay } from '../../rpc/permissions.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { RefusedFile } from './refused-file.tsx'
import { useSave } from './use-save.ts'

/**
 * “Save”: a link to the file, so that it can be opened or copied as one; a click checks the file and
 * saves it. With `icon` it is the sign alone, for rows of a table.
 */
export function SaveButton(props: { snapshot: Snapshot; icon?: boolean; size?: 'xs' }) {
  const { snapshot, icon, size } = props
  const allowed = useMay(snapshot.room_id)('snapshots.download')
  const save = useSave()
  const face: ButtonProps & { 'aria-label': string } = {
    'aria-label': `Save ${snapshot.title}`,
    ...(icon === true
      ? {
          size: 'compact-sm',
          variant: 'subtle',
          color: 'gray',
          px: 6,
          children: <IconDownload size={16} aria-hidden />,
        }
      : {
          variant: 'default',
          leftSection: <IconDownload size={16} aria-hidden />,
          children: 'Save',
        }),
    ...(size === undefined ? {} : { size }),
  }
  if (!allowed.allowed) return <AllowedButton allowed={allowed} {...face} />
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
      />
      <Modal opened={save.isError} onClose={save.reset} title="The file could not be saved">
        {save.error === null ? null : (
          <RefusedFile
            snapshot={snapshot}
            error={save.error}
            onAgain={() => save.mutate(snapshot)}
            onRetried={save.reset}
          />
        )}
      </Modal>
    </>
  )
}
