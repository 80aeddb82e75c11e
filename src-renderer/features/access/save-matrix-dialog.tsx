import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Matrix, MatrixCell } from '../../../src-shared/contract/access.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf, otherIssues } from '../../ui/issues.ts'
import { CellList } from './cell-list.tsx'

/** What is about to change and for whom, and why: then it is in force at once. */
export function SaveMatrixDialog(props: {
  draft: Matrix
  cells: readonly MatrixCell[]
  onClose(): void
  onSaved(): void
}) {
  const { draft, cells, onClose, onSaved } = props
  const [comment, setComment] = useState('')
  const save = useMutation(
    api.access.updateMatrix.mutationOptions({
      onSuccess: async (saved) => {
        notifications.show({ message: `Version ${saved.version} of the permissions is in force.` })
        await queryClient.invalidateQueries({ queryKey: api.access.key() })
        onSaved()
      },
    }),
  )
  const issues = errorIssues(save.error)
  const changed = new Set(cells.map(({ permission }) => permission))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({
      version: draft.version,
      permissions: draft.permissions
        .filter(({ permission }) => changed.has(permission))
        .map(({ permission, console, party }) => ({ permission, console, party })),
      comment,
    })
  }
  const others = otherIssues(issues, ['comment'])
  return (
    <Modal opened onClose={onClose} size="lg" title="Save the permissions?">
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError
            message={
              save.error === null
                ? undefined
                : issues.length === 0
                  ? errorSentence(save.error)
                  : others.join(' ') || undefined
            }
          />
          <CellList cells={cells} withAccounts />
          <Textarea
            label="Why"
            description="Stands beside this version and in the audit trail."
            required
            data-autofocus
            autosize
            minRows={2}
            value={comment}
            error={issueOf(issues, 'comment')}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Go on editing
            </Button>
            <Button type="submit" loading={save.isPending}>
              Put into force
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
