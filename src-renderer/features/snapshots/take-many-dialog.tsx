import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { useMayIn } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { usePanels } from '../../state/panels.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { counted } from '../../ui/words.ts'
import { firstChoice, inputOf, SnapshotFields } from './snapshot-fields.tsx'
import { useStartedTasks } from './started-tasks.ts'
import classes from './take-many-dialog.module.css'

interface RoomToTake {
  id: string
  code: string
  title: string
}

/** Takes a snapshot of each of several rooms, of all of them or of none; the task drawer follows. */
export function TakeManyDialog(props: {
  rooms: readonly RoomToTake[]
  onLeaveOut(ids: readonly string[]): void
  onTaken(): void
  onClose(): void
}) {
  const { rooms, onLeaveOut, onTaken, onClose } = props
  const mayIn = useMayIn()
  const openTasks = usePanels((panels) => panels.setTaskDrawerOpen)
  const [choice, setChoice] = useState(firstChoice)
  const take = useMutation(
    api.snapshots.batch.mutationOptions({
      onSuccess: ({ tasks }) => {
        useStartedTasks.getState().startMany(tasks.map(({ task_id }) => task_id))
        onTaken()
        openTasks(true)
        void queryClient.invalidateQueries({ queryKey: api.snapshots.key() })
        void queryClient.invalidateQueries({ queryKey: api.tasks.list.key() })
      },
    }),
  )
  const refused = refusedBy(take.error, take.variables?.room_ids)
  const barred = rooms.flatMap((room) => {
    const { allowed, reason } = mayIn(room.id, 'snapshots.create')
    const why = allowed ? refused.get(room.id) : reason
    return why === undefined ? [] : [{ ...room, reason: why }]
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (barred.length > 0 || rooms.length === 0 || take.isPending) return
    take.mutate({ room_ids: rooms.map(({ id }) => id), ...inputOf(choice) })
  }
  const leaveOut = () => {
    onLeaveOut(barred.map(({ id }) => id))
    take.reset()
    if (barred.length === rooms.length) onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Take snapshots of ${counted(rooms.length, 'room')}`}
      size={600}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <FormError
            message={
              take.error === null || refused.size > 0 ? undefined : errorSentence(take.error)
            }
          />
          {barred.length > 0 && <Barred rooms={barred} all={rooms.length} onLeaveOut={leaveOut} />}
          <SnapshotFields value={choice} onChange={setChoice} />
          <Text size="sm" c="dimmed">
            All vessels of each room. If one room cannot be taken, none is.
          </Text>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <AllowedButton
              type="submit"
              loading={take.isPending}
              allowed={{
                allowed: barred.length === 0,
                reason: 'Leave out the rooms of which none can be taken.',
              }}
            >
              Take {counted(rooms.length, 'snapshot')}
            </AllowedButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** Why the server refused, by room: it names each by its place in what was asked for. */
function refusedBy(error: Error | null, room_ids: readonly string[] = []): Map<string, string> {
  return new Map(
    errorIssues(error).flatMap(({ path: [field, index], message }) => {
      const id = field === 'room_ids' && typeof index === 'number' ? room_ids[index] : undefined
      return id === undefined ? [] : [[id, message]]
    }),
  )
}

function Barred(props: {
  rooms: readonly (RoomToTake & { reason: string })[]
  all: number
  onLeaveOut(): void
}) {
  const { rooms, all, onLeaveOut } = props
  return (
    <section className={classes.barred} aria-label="Rooms that cannot be taken" role="alert">
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Text size="sm" fw={500}>
          Of {rooms.length} of {counted(all, 'room')} none can be taken, so none is taken of any.
        </Text>
        <Button size="xs" variant="default" onClick={onLeaveOut} style={{ flexShrink: 0 }}>
          Leave {rooms.length === 1 ? 'it' : 'them'} out
        </Button>
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ul className={classes.rooms} tabIndex={0}>
        {rooms.map(({ id, code, title, reason }) => (
          <li key={id}>
            <strong>{code}</strong> {title}
            <span className={classes.reason}>{reason}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
