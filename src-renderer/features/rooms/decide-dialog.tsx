import { Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Approval } from '../../../src-shared/contract/rooms.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { useMayChange } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'

/** Approves or rejects in a party’s name, with a comment. */
export function DecideDialog({ approval, onClose }: { approval: Approval; onClose(): void }) {
  const [comment, setComment] = useState(approval.comment ?? '')
  const done = async () => {
    onClose()
    await roomChanged(approval.room_id)
  }
  const decide = useMutation(api.approvals.update.mutationOptions({ onSuccess: done }))
  const revoke = useMutation(api.approvals.revoke.mutationOptions({ onSuccess: done }))
  const remove = useMutation(api.approvals.delete.mutationOptions({ onSuccess: done }))
  const may = useMayChange(approval.room_id)
  const one = { room_id: approval.room_id, approval_id: approval.id }
  const error = decide.error ?? revoke.error ?? remove.error
  const busy = decide.isPending || revoke.isPending || remove.isPending
  const send = (status: 'approved' | 'rejected') =>
    decide.mutate({
      ...one,
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
        <FormError message={error === null ? undefined : errorSentence(error)} />
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
        <Group gap="xs">
          {approval.status === 'pending' ? (
            <AllowedButton
              variant="default"
              allowed={may('approvals.delete')}
              loading={busy}
              onClick={() => remove.mutate(one)}
            >
              Ask no more
            </AllowedButton>
          ) : (
            <AllowedButton
              variant="default"
              allowed={may('approvals.revoke')}
              loading={busy}
              onClick={() =>
                revoke.mutate({
                  ...one,
                  ...(comment.trim() === '' || comment === approval.comment
                    ? {}
                    : { reason: comment.trim() }),
                })
              }
            >
              Take the decision back
            </AllowedButton>
          )}
          <AllowedButton
            color="red.9"
            ml="auto"
            allowed={may('approvals.update')}
            loading={busy}
            onClick={() => send('rejected')}
          >
            Reject
          </AllowedButton>
          <AllowedButton
            allowed={may('approvals.update')}
            loading={busy}
            onClick={() => send('approved')}
          >
            Approve
          </AllowedButton>
        </Group>
      </Stack>
    </Modal>
  )
}
