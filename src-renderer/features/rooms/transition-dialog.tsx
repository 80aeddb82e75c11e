import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { RoomStatus } from '../../../src-shared/contract/enums.ts'
import type { Room } from '../../../src-shared/contract/rooms.ts'
import { isClosed } from '../../../src-shared/rules/transitions.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { api } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { statusLooks } from '../../ui/status.ts'
import { blockerCount } from './room-columns.tsx'
import { transitionVerbs } from './transition-words.ts'

interface TransitionDialogProps {
  room: Room
  to: RoomStatus
  onClose(): void
}

/** Asks before a room takes a step, and says what is still open. */
export function TransitionDialog({ room, to, onClose }: TransitionDialogProps) {
  const [reason, setReason] = useState('')
  const { verb, effect } = transitionVerbs[to]
  const move = useMutation(
    api.rooms.transition.mutationOptions({
      onSuccess: async () => {
        onClose()
        notifications.show({
          message: `${room.code} is now ${statusLooks.room[to].word.toLowerCase()}.`,
        })
        await roomChanged(room.id)
      },
    }),
  )
  const open = blockerCount(room)
  const warn = open > 0 && (to === 'ready' || to === 'active' || to === 'completed')
  const submit = () =>
    move.mutate({
      room_id: room.id,
      new_status: to,
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    })
  return (
    <Modal opened onClose={onClose} title={verb}>
      <Stack gap="sm">
        <Text>{effect}</Text>
        {warn && (
          <Text c="var(--sts-amber)">
            {open === 1
              ? 'One required document is not resolved yet.'
              : `${open} required documents are not resolved yet.`}
          </Text>
        )}
        <FormError message={move.error === null ? undefined : errorSentence(move.error)} />
        <Textarea
          label="Reason"
          description="May be left empty. It stands in the room’s activity and in the audit trail."
          autosize
          minRows={2}
          maxLength={500}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Keep it {statusLooks.room[room.status].word.toLowerCase()}
          </Button>
          <Button
            color={to === 'cancelled' ? 'red.9' : undefined}
            loading={move.isPending}
            onClick={submit}
          >
            {isClosed(to) ? `${verb} for good` : verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
