import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Snapshot, SnapshotDeletion } from '../../../../src-shared/contract/snapshots.ts'
import { errorSentence } from '../../../rpc/errors.ts'
import { api, queryClient } from '../../../rpc/queries.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { BytesText } from '../../../ui/bytes-text.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { WaitingLines } from '../../../ui/waiting-lines.tsx'
import { counted } from '../../../ui/words.ts'
import { formatWords } from '../words.ts'
import classes from './care.module.css'

/**
 * Deletes snapshots of one room, all or none. Shows first what goes; what has changed since then, or
 * was looked at too long ago, is shown again.
 */
export function DeleteManyDialog(props: {
  snapshots: readonly Snapshot[]
  onLeaveOut(ids?: readonly string[]): void
  onClose(): void
}) {
  const { snapshots, onLeaveOut, onClose } = props
  const [reason, setReason] = useState('')
  const room_id = snapshots[0]?.room_id ?? ''
  const snapshot_ids = snapshots.map(({ id }) => id)
  const preview = useQuery(
    api.snapshots.deletionPreview.queryOptions({
      input: { room_id, snapshot_ids },
      enabled: snapshots.length > 0,
      staleTime: 0,
      gcTime: 0,
    }),
  )
  const remove = useMutation(
    api.snapshots.deleteMany.mutationOptions({
      onSuccess: async ({ deleted }) => {
        notifications.show({
          message: `${counted(deleted, 'snapshot')} deleted. Their records and audit entries stay.`,
        })
        onLeaveOut(snapshot_ids)
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.snapshots.key() })
      },
      // A preview that has expired, or a snapshot that has changed: what goes is then shown anew.
      onError: () => preview.refetch(),
    }),
  )
  const going = preview.data
  const held = going?.snapshots.filter((one) => one.held) ?? []
  const allowed = mayDelete(going, held.length, reason)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (going === undefined || !allowed.allowed) return
    remove.mutate({ room_id, snapshot_ids, reason, preview_token: going.preview_token })
  }
  const error = remove.error ?? preview.error
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Delete ${counted(snapshots.length, 'snapshot')}?`}
      size={560}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Text>
            They can then no longer be opened or saved. Their rows, their hashes and their entries
            in the audit trail stay.
          </Text>
          <FormError message={error === null ? undefined : errorSentence(error)} />
          {going === undefined ? (
            preview.error === null && <WaitingLines count={4} />
          ) : (
            <WhatGoes going={going} />
          )}
          {held.length > 0 && (
            <Group gap="sm" justify="space-between">
              <Text size="sm">
                {counted(held.length, 'snapshot')} {held.length === 1 ? 'is' : 'are'} held, and a
                hold keeps a snapshot.
              </Text>
              <Button
                size="xs"
                variant="default"
                onClick={() => {
                  onLeaveOut(held.map(({ id }) => id))
                  if (held.length === snapshots.length) onClose()
                }}
              >
                Leave {held.length === 1 ? 'it' : 'them'} out
              </Button>
            </Group>
          )}
          <TextInput
            label="Reason"
            description="Kept with each record."
            required
            maxLength={500}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Keep them
            </Button>
            <AllowedButton type="submit" color="red.9" loading={remove.isPending} allowed={allowed}>
              Delete {counted(snapshots.length, 'snapshot')}
            </AllowedButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function mayDelete(going: SnapshotDeletion | undefined, held: number, reason: string) {
  if (going === undefined) return { allowed: false, reason: 'What goes is still being read.' }
  if (held > 0) {
    return { allowed: false, reason: 'Leave out what is held, or release it first.' }
  }
  return reason.trim() === ''
    ? { allowed: false, reason: 'Say why first.' }
    : { allowed: true, reason: '' }
}

function WhatGoes({ going }: { going: SnapshotDeletion }) {
  const bytes = going.snapshots.reduce((sum, { file_size }) => sum + file_size, 0)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ul className={classes.going} aria-label="What goes" tabIndex={0}>
        {going.snapshots.map((one) => (
          <li key={one.id}>
            <span className={classes.name}>{one.title}</span>
            {one.held && <span className={classes.held}>Held</span>}
            <span className={classes.figures}>
              {formatWords[one.snapshot_type].label}, <BytesText bytes={one.file_size} />
            </span>
          </li>
        ))}
      </ul>
      <Text size="sm">
        Their files have <BytesText bytes={bytes} />. With the data that is kept to compare and
        restore them, <BytesText bytes={going.bytes_freed} /> leave the disk after the grace; what
        others share stays.
      </Text>
    </>
  )
}
