import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useMay } from '../../../rpc/permissions.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { ChosenBar } from '../../../ui/chosen-bar.tsx'
import { counted } from '../../../ui/words.ts'
import { DeleteManyDialog } from './delete-many-dialog.tsx'
import { ExportButton } from './export-button.tsx'
import type { Chosen } from './use-chosen.ts'

/** What can be done with the snapshots that are chosen; nothing while none is. */
export function ChosenSnapshots({ chosen }: { chosen: Chosen }) {
  const { rows: snapshots, forget } = chosen
  const [deleting, setDeleting] = useState(false)
  const [first] = snapshots
  const may = useMay(first?.room_id)
  if (first === undefined) return null
  const going = snapshots.filter(({ status }) => status === 'completed' || status === 'failed')
  const rooms = new Set(going.map(({ room_id }) => room_id)).size
  return (
    <ChosenBar noun={['snapshot', 'snapshots']} count={snapshots.length} onNone={() => forget()}>
      <ExportButton snapshots={snapshots} />
      <AllowedButton
        size="xs"
        variant="default"
        c="var(--sts-red)"
        leftSection={<IconTrash size={16} aria-hidden />}
        allowed={mayDelete(going.length, rooms, may('snapshots.delete'))}
        onClick={() => setDeleting(true)}
      >
        Delete {counted(going.length, 'snapshot')}…
      </AllowedButton>
      {deleting && (
        <DeleteManyDialog
          snapshots={going}
          onLeaveOut={forget}
          onClose={() => setDeleting(false)}
        />
      )}
    </ChosenBar>
  )
}

function mayDelete(
  count: number,
  rooms: number,
  may: { allowed: boolean; reason: string },
): { allowed: boolean; reason: string } {
  if (!may.allowed) return may
  if (count === 0) {
    return { allowed: false, reason: 'None of the chosen snapshots is there to be deleted.' }
  }
  if (rooms > 1) {
    const reason = `The chosen snapshots are of ${rooms} rooms: delete those of one room at a time.`
    return { allowed: false, reason }
  }
  return may
}
