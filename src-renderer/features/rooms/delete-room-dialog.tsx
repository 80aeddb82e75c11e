import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Room, RoomDeletion } from '../../../src-shared/contract/rooms.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { BytesText } from '../../ui/bytes-text.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Mono } from '../../ui/mono.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { counted } from '../../ui/words.ts'
import classes from './overview.module.css'

/**
 * Deletes a room with everything in it. Shows first what goes; what has changed since then is shown
 * again, and nothing goes before its code has been typed.
 */
export function DeleteRoomDialog({ room, onClose }: { room: Room; onClose(): void }) {
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const preview = useQuery(
    api.rooms.deletionPreview.queryOptions({
      input: { room_id: room.id },
      staleTime: 0,
      gcTime: 0,
    }),
  )
  const remove = useMutation(
    api.rooms.delete.mutationOptions({
      onSuccess: async () => {
        notifications.show({ message: `${room.code} is deleted. Its audit entries stay.` })
        await navigate({ to: '/rooms' })
        queryClient.removeQueries({ queryKey: api.rooms.get.key({ input: { room_id: room.id } }) })
        await queryClient.invalidateQueries({ queryKey: api.rooms.list.key() })
      },
      // Somebody may have changed the room meanwhile: what goes is then shown anew.
      onError: () => preview.refetch(),
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (preview.data === undefined || !mayDelete(room, typed, preview.data).allowed) return
    remove.mutate({ room_id: room.id, preview_token: preview.data.preview_token })
  }
  const error = remove.error ?? preview.error
  return (
    <Modal opened onClose={onClose} title={`Delete ${room.title}?`} size={520}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Text>
            The room goes with everything in it, for good. What was done in it stays in the audit
            trail.
          </Text>
          <FormError message={error === null ? undefined : errorSentence(error)} />
          {preview.data === undefined ? (
            preview.error === null && <WaitingLines count={7} />
          ) : (
            <WhatGoes going={preview.data} />
          )}
          <TextInput
            label={
              <>
                Type <Mono text={room.code} /> to confirm
              </>
            }
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Keep the room
            </Button>
            <AllowedButton
              type="submit"
              color="red.9"
              loading={remove.isPending}
              allowed={mayDelete(room, typed, preview.data)}
            >
              Delete the room
            </AllowedButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function mayDelete(room: Room, typed: string, going: RoomDeletion | undefined) {
  if (going === undefined) return { allowed: false, reason: 'What goes is still being read.' }
  if (going.held_snapshots > 0) {
    return {
      allowed: false,
      reason: `${counted(going.held_snapshots, 'snapshot')} of the room ${going.held_snapshots === 1 ? 'is' : 'are'} on hold: release them first.`,
    }
  }
  return typed.trim().toUpperCase() === room.code
    ? { allowed: true, reason: '' }
    : { allowed: false, reason: 'Type the code of the room first.' }
}

function WhatGoes({ going }: { going: RoomDeletion }) {
  const lines: [string, string][] = [
    ['Parties', String(going.parties)],
    ['Vessels in the room', String(going.vessels)],
    ['Documents', `${going.documents}, ${counted(going.versions, 'version')}`],
    ['Approvals', String(going.approvals)],
    ['Messages', String(going.messages)],
    [
      'Snapshots',
      going.held_snapshots === 0
        ? String(going.snapshots)
        : `${going.snapshots}, ${going.held_snapshots} on hold`,
    ],
  ]
  return (
    <dl className={classes.facts} aria-label="What goes">
      {lines.map(([name, value]) => [
        <dt key={`${name} name`}>{name}</dt>,
        <dd key={`${name} value`}>{value}</dd>,
      ])}
      <dt>Files</dt>
      <dd>
        <BytesText bytes={going.bytes} />
      </dd>
    </dl>
  )
}
