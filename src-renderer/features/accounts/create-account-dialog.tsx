import { Button, Group, Modal, PasswordInput, Radio, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { minimumPasswordLength } from '../../../src-shared/contract/accounts.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf } from '../../ui/issues.ts'
import { SecretOnce } from '../../ui/secret-once.tsx'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { AccountFields, type AccountForm } from './account-fields.tsx'

const blank: AccountForm = { name: '', email: '', console_role: 'viewer', organization_id: null }

/** Adds an account; a password that was made is shown once. */
export function CreateAccountDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const [form, setForm] = useState(blank)
  const [own, setOwn] = useState(false)
  const [password, setPassword] = useState('')
  const create = useMutation(
    api.accounts.create.mutationOptions({
      // The list shows the new one; the answer holds a secret and is forgotten with the dialog.
      gcTime: 0,
      onSuccess: async (made) => {
        if (made.generated_password === null) close()
        await queryClient.invalidateQueries({ queryKey: api.accounts.key() })
      },
    }),
  )
  const issues = errorIssues(create.error)
  const formElement = useFocusFirstError(create.error)
  const close = () => {
    create.reset()
    setForm(blank)
    setOwn(false)
    setPassword('')
    onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ ...form, email: form.email.trim(), ...(own ? { password } : {}) })
  }
  const made = create.data?.generated_password ?? null
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={made === null ? 'Add an account' : `${create.data?.name} can sign in`}
      closeOnClickOutside={made === null}
    >
      {made !== null ? (
        <SecretOnce
          label="Password"
          secret={made}
          text="Hand this password over now: it is shown only this once, and has to be changed at the first sign-in."
          onDone={close}
        />
      ) : (
        <form ref={formElement} onSubmit={submit} noValidate>
          <Stack gap="sm">
            <FormError
              message={
                create.error === null || issues.length > 0 ? undefined : errorSentence(create.error)
              }
            />
            <AccountFields
              form={form}
              issues={issues}
              onChange={(part) => setForm((old) => ({ ...old, ...part }))}
            />
            <Radio.Group
              label="Password"
              value={own ? 'own' : 'made'}
              onChange={(value) => setOwn(value === 'own')}
            >
              <Stack gap={6} mt={4}>
                <Radio value="made" label="Make one, to be changed at the first sign-in" />
                <Radio value="own" label="Choose one" />
              </Stack>
            </Radio.Group>
            {own && (
              <PasswordInput
                label="Chosen password"
                description={`At least ${minimumPasswordLength} characters.`}
                required
                autoComplete="new-password"
                visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
                value={password}
                error={issueOf(issues, 'password')}
                onChange={(event) => setPassword(event.currentTarget.value)}
              />
            )}
            <Group justify="flex-end" gap="xs" mt="xs">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={create.isPending}>
                Add the account
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
