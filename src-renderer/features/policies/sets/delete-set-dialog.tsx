import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { PolicySet } from '../../../../src-shared/contract/policy-sets.ts'
import { errorCode, errorData, errorIssues, errorSentence } from '../../../rpc/errors.ts'
import { api, queryClient } from '../../../rpc/queries.ts'
import { FormError } from '../../../ui/form-error.tsx'
import { issueOf } from '../../../ui/issues.ts'
import { counted } from '../../../ui/words.ts'
import { useSets } from '../use-sets.ts'

/** Asks before a set is deleted. One that rooms are assigned to needs another that takes them over. */
export function DeleteSetDialog(props: { set: PolicySet; onDeleted(): void; onClose(): void }) {
  const { set, onDeleted, onClose } = props
  const [heir, setHeir] = useState<string | null>(null)
  const others = useSets().filter(
    ({ id, scope, scope_id }) =>
      id !== set.id && (scope === 'global' || (scope === set.scope && scope_id === set.scope_id)),
  )
  const remove = useMutation(
    api.policySets.delete.mutationOptions({
      onSuccess: async () => {
        onClose()
        onDeleted()
        notifications.show({
          message: `“${set.name}” deleted. Its runs, records and snapshots stay.`,
        })
        await queryClient.invalidateQueries({ queryKey: api.policySets.key() })
        await queryClient.invalidateQueries({ queryKey: api.policies.key() })
        await queryClient.invalidateQueries({ queryKey: api.assignments.key() })
      },
    }),
  )
  const { error } = remove
  // Somebody may have assigned it since the page was read: the refusal has the number of now.
  const assigned =
    errorCode(error) === 'IN_USE' ? (errorData(error).count ?? set.assignments) : set.assignments
  const problem = issueOf(errorIssues(error), 'assign_to')
  const told = error === null || problem !== undefined || assigned > set.assignments
  return (
    <Modal opened onClose={onClose} title={`Delete ${set.name}?`}>
      <Stack gap="sm">
        <Text>
          Its schedules end, and nothing more is removed by it. Snapshots that it has made, its runs
          and its records stay.
        </Text>
        {assigned > 0 && (
          <Select
            label={`It is assigned to ${counted(assigned, 'room')}. Assign to them instead`}
            placeholder="Choose a policy set"
            required
            searchable
            nothingFoundMessage="No policy set that these rooms can have"
            data={others.map(({ id, name }) => ({ value: id, label: name }))}
            value={heir}
            error={problem}
            onChange={setHeir}
          />
        )}
        <FormError message={told ? undefined : errorSentence(error)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep
          </Button>
          <Button
            color="red.9"
            loading={remove.isPending}
            disabled={assigned > 0 && heir === null}
            onClick={() =>
              remove.mutate({
                policy_set_id: set.id,
                ...(heir === null || assigned === 0 ? {} : { assign_to: heir }),
              })
            }
          >
            Delete
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
