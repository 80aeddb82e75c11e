import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useMay } from '../../../rpc/permissions.ts'
import { tellFailure } from '../../../rpc/tell-failure.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { counted } from '../../../ui/words.ts'
import classes from '../policies.module.css'
import type { RoomWithPolicy } from './assignment-columns.tsx'
import { endAssignments } from './end-assignments.ts'

/** What can be done with the rooms that are chosen; nothing while none is. */
export function ChosenRoomsBar(props: {
  rooms: readonly RoomWithPolicy[]
  onAssign(): void
  onForget(): void
}) {
  const { rooms, onAssign, onForget } = props
  const write = useMay()('assignments.write')
  const assigned = rooms.filter(({ policy }) => policy?.assignment != null)
  const end = useMutation({
    mutationFn: () => endAssignments(assigned.map(({ id }) => id)),
    onSuccess: () => {
      notifications.show({
        message: `${counted(assigned.length, 'assignment')} ended. The matching sets decide again.`,
      })
      onForget()
    },
    onError: tellFailure,
  })
  if (rooms.length === 0) return null
  return (
    <section className={classes.bar} aria-label="Chosen rooms">
      <span aria-live="polite">{counted(rooms.length, 'room')} chosen</span>
      <AllowedButton size="xs" allowed={write} onClick={onAssign}>
        Assign a policy set…
      </AllowedButton>
      <AllowedButton
        size="xs"
        variant="default"
        loading={end.isPending}
        allowed={
          write.allowed && assigned.length === 0
            ? { allowed: false, reason: 'None of them was assigned by hand.' }
            : write
        }
        onClick={() => end.mutate()}
      >
        {`End ${counted(assigned.length, 'assignment')}`}
      </AllowedButton>
      <Button size="xs" variant="subtle" color="gray" onClick={onForget}>
        Choose none
      </Button>
    </section>
  )
}
