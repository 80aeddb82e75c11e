import { useDisclosure } from '@mantine/hooks'
import { IconCamera } from '@tabler/icons-react'
import { useMay } from '../../rpc/permissions.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { TakeSnapshotDialog } from './take-snapshot-dialog.tsx'

/** The primary button of a room: “Take snapshot”. */
export function TakeSnapshotButton({ roomId }: { roomId: string }) {
  const [opened, { open, close }] = useDisclosure(false)
  const may = useMay(roomId)
  return (
    <>
      <AllowedButton
        allowed={may('snapshots.create')}
        leftSection={<IconCamera size={16} />}
        onClick={open}
      >
        Take snapshot
      </AllowedButton>
      <TakeSnapshotDialog roomId={roomId} opened={opened} onClose={close} />
    </>
  )
}
