import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Approval } from '../../../src-shared/contract/rooms.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { api } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'

/** Approves or rejects in a party’s name, with a comment. */
export function DecideDialog({ approval, onClose }: { approval: Approval; onClose(): void }) {
  const [comment, setComment] = useState(approval.comment ?? '')
  const decide = useMutation(
    api.approvals.update.mutationOptions({
      onSuccess: async () => {
        onClose()
        await roomChanged(approval.room_id)
      },
    }),
  )
  const send = (status: 'approved' | 'rejected') =>
    decide.mutate({
      room_id: approval.room_id,
      approval_id: approval.id,
      status,
      ...(comment.trim() === '' ? {} : { comment: comment.trim() }),
    })
  return (
    <Modal opened onClose={onClose} title={`Approval by ${approval.party_name}`}>
      <Stack gap="sm">
        <Text>
          {approval.vessel_name === null
            ? 'For the room as a whole.'
            : `For ${approval.vessel_name}.`}
        </Text>
        <Group gap="xs">
          <StatusBadge kind="approval" status={approval.status} />
          {approval.decided_at !== null && <TimeText at={approval.decided_at} />}
        </Group>
        <FormError message={decide.error === null ? undefined : errorSentence(decide.error)} />
        <Textarea
          label="Comment"
          description="May be left empty. The parties of the room can read it."
          autosize
          minRows={2}
          maxLength={2000}
          data-autofocus
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button color="red.9" loading={decide.isPending} onClick={() => send('rejected')}>
            Reject
          </Button>
          <Button loading={decide.isPending} onClick={() => send('approved')}>
            Approve
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
