import { IconRestore } from '@tabler/icons-react'
import { useState } from 'react'
import type { Snapshot } from '../../../../src-shared/contract/snapshots.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { RestoreWizard } from './restore-wizard.tsx'

/** “Restore…”: brings a snapshot back as a new room, or into its own. */
export function RestoreButton({ snapshot }: { snapshot: Snapshot }) {
  const [opened, setOpened] = useState(false)
  const may = useMay(snapshot.room_id)
  return (
    <>
      <AllowedButton
        variant="default"
        allowed={may('snapshots.restore')}
        leftSection={<IconRestore size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        Restore…
      </AllowedButton>
      {opened && <RestoreWizard snapshot={snapshot} onClose={() => setOpened(false)} />}
    </>
  )
}
