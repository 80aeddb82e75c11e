import { Button, Group, Modal, Select, Stack, Switch, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { RoomStatus } from '../../../../src-shared/contract/enums.ts'
import { client } from '../../../rpc/client.ts'
import { errorData, errorIssues, errorSentence } from '../../../rpc/errors.ts'
import { api, queryClient } from '../../../rpc/queries.ts'
import { Notice } from '../../../ui/notice.tsx'
import { counted } from '../../../ui/words.ts'
import { useSets } from '../use-sets.ts'
import { scopeInWords } from '../words.ts'

/** The rooms that get a set: those chosen, or all that fit a filter. */
export type AssignTarget =
  | { room_ids: readonly string[] }
  | {
      filter: { organization_id?: string; terminal_id?: string; status?: RoomStatus }
      count: number
      /** The filter in words: `Organization Aegean, Active`. */
      about: string
    }

/** Assigns a policy set to rooms, all or none of them. */
export function AssignDialog(props: {
  target: AssignTarget
  /** What the one room has now. */
  standing?: { policy_set_id: string; auto_snapshot: boolean } | null
  onDone?(): void
  onClose(): void
}) {
  const { target, standing, onDone, onClose } = props
  const [setId, setSetId] = useState<string | null>(standing?.policy_set_id ?? null)
  const [auto, setAuto] = useState(standing?.auto_snapshot ?? true)
  const sets = useSets()
  const count = 'room_ids' in target ? target.room_ids.length : target.count
  const assign = useMutation({
    mutationFn: (policy_set_id: string) =>
      client.assignments.bulk({
        ...('room_ids' in target ? { room_ids: [...target.room_ids] } : { filter: target.filter }),
        policy_set_id,
        auto_snapshot: auto,
      }),
    onSuccess: async ({ created, updated, unchanged }) => {
      notifications.show({
        title: `${counted(created + updated, 'room')} assigned`,
        message: [
          ...(created > 0 ? [`${created} new`] : []),
          ...(updated > 0 ? [`${updated} changed`] : []),
          ...(unchanged > 0 ? [`${unchanged} as before`] : []),
        ].join(', '),
      })
      onDone?.()
      onClose()
      for (const key of [api.assignments.key(), api.policies.key(), api.policySets.key()]) {
        await queryClient.invalidateQueries({ queryKey: key })
      }
      await queryClient.invalidateQueries({ queryKey: api.rooms.list.key() })
    },
  })
  const issues = errorIssues(assign.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (setId !== null) assign.mutate(setId)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Assign a policy set to ${counted(count, 'room')}`}
      size={520}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {'about' in target && (
            <Text>
              {target.about === '' ? 'All rooms that you see, closed ones too.' : target.about}
            </Text>
          )}
          {assign.error !== null && (
            <Notice tone="red" title={errorSentence(assign.error)}>
              {issues.length > 1 && (
                <ul
                  style={{
                    margin: '4px 0 0',
                    maxHeight: 160,
                    overflowY: 'auto',
                    paddingInlineStart: 18,
                  }}
                >
                  {issues.slice(0, 20).map(({ path, message }) => (
                    <li key={path.join('.')}>{message}</li>
                  ))}
                </ul>
              )}
              {(errorData(assign.error).count ?? 0) > 20 && 'and more'}
            </Notice>
          )}
          <Select
            label="Policy set"
            description="An assignment by hand comes before every set that matches."
            placeholder="Choose one"
            required
            searchable
            allowDeselect={false}
            nothingFoundMessage="No policy set of that name"
            data={sets.map(({ id, name }) => ({ value: id, label: name }))}
            renderOption={({ option }) => {
              const set = sets.find(({ id }) => id === option.value)
              return set === undefined
                ? option.label
                : `${set.name}, for ${scopeInWords(set).toLowerCase() === 'everything' ? 'everything' : scopeInWords(set)}`
            }}
            value={setId}
            onChange={setSetId}
          />
          <Switch
            label="Take snapshots automatically"
            description="Switched off, the set is assigned, and takes and removes nothing."
            checked={auto}
            onChange={(event) => setAuto(event.currentTarget.checked)}
          />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={assign.isPending} disabled={setId === null}>
              {`Assign to ${counted(count, 'room')}`}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
