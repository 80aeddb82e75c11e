import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import dayjs from 'dayjs'
import { type FormEvent, useState } from 'react'
import type { Snapshot } from '../../../../src-shared/contract/snapshots.ts'
import { errorIssues, errorSentence } from '../../../rpc/errors.ts'
import { api, queryClient } from '../../../rpc/queries.ts'
import { FormError } from '../../../ui/form-error.tsx'
import { issueOf } from '../../../ui/issues.ts'
import { useFocusFirstError } from '../../../ui/use-focus-first-error.ts'

/** Holds a snapshot, or releases one that is held; both ask why. */
export function HoldDialog({ snapshot, onClose }: { snapshot: Snapshot; onClose(): void }) {
  const { room_id, id: snapshot_id, title, held } = snapshot
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const onSuccess = async () => {
    onClose()
    await queryClient.invalidateQueries({ queryKey: api.snapshots.key() })
  }
  const hold = useMutation(api.snapshots.hold.mutationOptions({ onSuccess }))
  const release = useMutation(api.snapshots.release.mutationOptions({ onSuccess }))
  const error = hold.error ?? release.error
  const issues = errorIssues(error)
  const form = useFocusFirstError(error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (held) release.mutate({ room_id, snapshot_id, reason })
    else {
      const end = dayjs(until)
      hold.mutate({
        ...{ room_id, snapshot_id, reason },
        ...(until === '' || !end.isValid() ? {} : { hold_until: end.toISOString() }),
      })
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={held ? 'Release this snapshot?' : 'Hold this snapshot'}
      size={480}
    >
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Text>
            <Text component="strong" inherit fw={600}>
              {title}
            </Text>{' '}
            {held
              ? 'can then be deleted again, by people and by the rules of its policy.'
              : 'then stays, whatever people or the rules of a policy would delete.'}
          </Text>
          <FormError
            message={error === null || issues.length > 0 ? undefined : errorSentence(error)}
          />
          <TextInput
            label="Reason"
            description="Kept with the record and in the audit trail."
            required
            maxLength={500}
            data-autofocus
            value={reason}
            error={issueOf(issues, 'reason')}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {!held && (
            <TextInput
              type="datetime-local"
              label="Until"
              description="The hold ends by itself then. Empty: until somebody releases it."
              value={until}
              error={issueOf(issues, 'hold_until')}
              onChange={(event) => setUntil(event.currentTarget.value)}
            />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {held ? 'Keep the hold' : 'Cancel'}
            </Button>
            <Button type="submit" loading={hold.isPending || release.isPending}>
              {held ? 'Release' : 'Hold'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
