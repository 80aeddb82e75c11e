import { Button, Checkbox, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { setUp, signIn } from '../../rpc/session.ts'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf } from '../../ui/issues.ts'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { DoorPage } from './door-page.tsx'

const blank = { name: '', email: '', password: '', organization: '', sample: false }

/** The first run: makes the workspace and the account that owns it. */
export function SetUpPage() {
  const router = useRouter()
  const [form, setForm] = useState(blank)
  const change = (part: Partial<typeof blank>) => setForm((old) => ({ ...old, ...part }))
  const make = useMutation({
    mutationFn: async () => {
      const { organization, ...rest } = form
      await setUp({
        ...rest,
        ...(organization.trim() === '' ? {} : { organization: organization.trim() }),
      })
      await signIn(form.email.trim(), form.password)
    },
    onSuccess: () => router.navigate({ to: '/rooms', replace: true }),
  })
  const issues = errorIssues(make.error)
  const formElement = useFocusFirstError(make.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <DoorPage
      title="Set up the workspace"
      text="There is none in this place yet. The first account owns it and may do everything."
    >
      <form ref={formElement} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError
            message={
              make.error === null || issues.length > 0 ? undefined : errorSentence(make.error)
            }
          />
          <TextInput
            label="Your name"
            autoComplete="name"
            autoFocus
            value={form.name}
            error={issueOf(issues, 'name')}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            value={form.email}
            error={issueOf(issues, 'email')}
            onChange={(event) => change({ email: event.currentTarget.value })}
          />
          <PasswordInput
            label="Password"
            description="At least 12 characters."
            autoComplete="new-password"
            value={form.password}
            error={issueOf(issues, 'password')}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
            onChange={(event) => change({ password: event.currentTarget.value })}
          />
          <TextInput
            label="Organization"
            description="May be left empty."
            autoComplete="organization"
            value={form.organization}
            error={issueOf(issues, 'organization')}
            onChange={(event) => change({ organization: event.currentTarget.value })}
          />
          <Checkbox
            label="Fill it with sample rooms"
            description="To look around. Its people get your password until they change it."
            checked={form.sample}
            onChange={(event) => change({ sample: event.currentTarget.checked })}
          />
          <Button type="submit" fullWidth mt={8} loading={make.isPending}>
            Create the workspace
          </Button>
        </Stack>
      </form>
    </DoorPage>
  )
}
