import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { minimumPasswordLength } from '../../../src-shared/contract/accounts.ts'
import { errorCode, errorIssues, errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { rememberAccount } from '../../rpc/session.ts'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf } from '../../ui/issues.ts'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'

/** The present password and a new one, typed twice. */
export function ChangePasswordForm(props: { onDone(): void; onCancel?: () => void }) {
  const { onDone, onCancel } = props
  const [present, setPresent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [differs, setDiffers] = useState(false)
  const change = useMutation(
    api.auth.password.mutationOptions({
      onSuccess: (account) => {
        rememberAccount(account)
        onDone()
      },
    }),
  )
  const issues = errorIssues(change.error)
  const isWrong = errorCode(change.error) === 'INVALID_CREDENTIALS'
  const formElement = useFocusFirstError(change.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setDiffers(next !== again)
    if (next === again) change.mutate({ current_password: present, new_password: next })
  }
  const eye = { 'aria-label': 'Show the password' }
  return (
    <form ref={formElement} onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormError
          message={
            change.error === null || issues.length > 0 || isWrong
              ? undefined
              : errorSentence(change.error)
          }
        />
        <PasswordInput
          label="Present password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          data-autofocus
          visibilityToggleButtonProps={eye}
          value={present}
          error={
            isWrong ? 'This is not your present password.' : issueOf(issues, 'current_password')
          }
          onChange={(event) => setPresent(event.currentTarget.value)}
        />
        <PasswordInput
          label="New password"
          description={`At least ${minimumPasswordLength} characters.`}
          autoComplete="new-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={eye}
          value={next}
          error={issueOf(issues, 'new_password')}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <PasswordInput
          label="New password again"
          autoComplete="new-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={eye}
          value={again}
          error={differs ? 'Must be the same as above.' : undefined}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs" mt="xs">
          {onCancel !== undefined && (
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
          <Button type="submit" loading={change.isPending}>
            Change password
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** From the account menu. */
export function ChangePasswordDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const done = () => {
    notifications.show({ message: 'Your password is changed. Your other sessions have ended.' })
    onClose()
  }
  return (
    <Modal opened={opened} onClose={onClose} title="Change your password">
      <ChangePasswordForm onDone={done} onCancel={onClose} />
    </Modal>
  )
}
