import { useDisclosure } from '@mantine/hooks'
import { IconLock, IconLockOpen } from '@tabler/icons-react'
import type { Snapshot } from '../../../../src-shared/contract/snapshots.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { HoldDialog } from './hold-dialog.tsx'

/** “Hold…” or “Release…”, as the snapshot stands. */
export function HoldButton({ snapshot }: { snapshot: Snapshot }) {
  const [opened, { open, close }] = useDisclosure(false)
  const allowed = useMay(snapshot.room_id)('snapshots.hold')
  const Sign = snapshot.held ? IconLockOpen : IconLock
  return (
    <>
      <AllowedButton
        variant="default"
        allowed={allowed}
        leftSection={<Sign size={16} aria-hidden />}
        onClick={open}
      >
        {snapshot.held ? 'Release…' : 'Hold…'}
      </AllowedButton>
      {opened && <HoldDialog snapshot={snapshot} onClose={close} />}
    </>
  )
}
