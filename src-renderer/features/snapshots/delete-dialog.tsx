import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Snapshot } from '../../../src-shared/contract/snapshots.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'

/** Asks before a snapshot is deleted, by its name, and for the reason that its record will keep. */
export function DeleteDialog(props: {
  snapshot: Snapshot
  opened: boolean
  onClose: () => void
  onDeleted: () => void
}) {
  const { snapshot, opened, onClose, onDeleted } = props
  const [reason, setReason] = useState('')
  const remove = useMutation(
    api.snapshots.delete.mutationOptions({
      onSuccess: () => {
        onClose()
        onDeleted()
      },
    }),
  )
  const close = () => {
    remove.reset()
    onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const given = reason.trim()
    remove.mutate({
      room_id: snapshot.room_id,
      snapshot_id: snapshot.id,
      ...(given === '' ? {} : { reason: given }),
    })
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title="Delete this snapshot?"
      styles={{ title: { fontWeight: 600 } }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm">
            <Text component="strong" inherit fw={600}>
              {snapshot.title}
            </Text>{' '}
            can then no longer be opened or saved. Its row, its hash and its entries in the audit
            trail stay.
          </Text>
          <TextInput
            label="Reason"
            description="Kept with the record; optional."
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
          {remove.error === null ? null : (
            <Text role="alert" size="sm" c="var(--sts-red)">
              {errorSentence(remove.error)}
            </Text>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close}>
              Keep it
            </Button>
            <Button
              type="submit"
              bg="var(--sts-red)"
              c="var(--sts-page)"
              loading={remove.isPending}
            >
              Delete snapshot
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
