import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Account } from '../../../src-shared/contract/accounts.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { AccountFields } from './account-fields.tsx'

/** Changes an account; only what differs is sent. */
export function EditAccountDialog(props: { account: Account; isOwn: boolean; onClose(): void }) {
  const { account, isOwn, onClose } = props
  const { name, email, console_role, organization_id } = account
  const [form, setForm] = useState({ name, email, console_role, organization_id })
  const mayRole = useMay()('accounts.change_role')
  const update = useMutation(
    api.accounts.update.mutationOptions({
      onSuccess: async () => {
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.accounts.key() })
      },
    }),
  )
  const issues = errorIssues(update.error)
  const formElement = useFocusFirstError(update.error)
  const changes = {
    ...(form.name.trim() === name ? {} : { name: form.name }),
    ...(form.email.trim().toLowerCase() === email ? {} : { email: form.email.trim() }),
    ...(form.console_role === console_role ? {} : { console_role: form.console_role }),
    ...(form.organization_id === organization_id ? {} : { organization_id: form.organization_id }),
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (Object.keys(changes).length === 0) onClose()
    else update.mutate({ account_id: account.id, ...changes })
  }
  return (
    <Modal opened onClose={onClose} title={`Edit ${name}`}>
      <form ref={formElement} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError
            message={
              update.error === null || issues.length > 0 ? undefined : errorSentence(update.error)
            }
          />
          <AccountFields
            form={form}
            issues={issues}
            roleFixed={mayRole.allowed ? undefined : mayRole.reason}
            emailFixed={
              isOwn ? 'Nobody changes their own e-mail; ask another administrator.' : undefined
            }
            onChange={(part) => setForm((old) => ({ ...old, ...part }))}
          />
          {form.console_role !== console_role && (
            <Text size="sm">
              Another role ends the sessions of {isOwn ? 'your own account' : name}: signing in
              again is needed.
            </Text>
          )}
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={update.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
