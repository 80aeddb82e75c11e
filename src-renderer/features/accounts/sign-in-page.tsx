import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { errorData, errorIssues, errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { signIn } from '../../rpc/session.ts'
import { useLock } from '../../state/lock.ts'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf } from '../../ui/issues.ts'
import { Notice } from '../../ui/notice.tsx'
import { localTime } from '../../ui/time-text.tsx'
import { DoorPage } from './door-page.tsx'

const route = getRouteApi('/sign-in')

/** Who are you? Afterwards one is where one wanted to go. */
export function SignInPage() {
  const { next } = route.useSearch()
  const router = useRouter()
  const ended = useLock((lock) => lock.ended)
  const about = useQuery(api.system.about.queryOptions()).data
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const passwordField = useRef<HTMLInputElement>(null)
  const enter = useMutation({
    mutationFn: () => signIn(email.trim(), password),
    onSuccess: () => router.navigate({ href: next ?? '/overview', replace: true }),
    onError: () => {
      setPassword('')
      passwordField.current?.focus()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate()
  }
  const issues = errorIssues(enter.error)
  return (
    <DoorPage
      title="Sign in"
      text={
        about === undefined ? 'With your account of this workspace.' : `To ${about.workspace_name}`
      }
      foot={about === undefined ? undefined : `${about.name} ${about.version}`}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {ended && enter.error === null && (
            <Notice tone="blue" title="Your session has ended">
              Sign in to go on where you were.
            </Notice>
          )}
          <FormError message={enter.error === null ? undefined : refusal(enter.error)} />
          <TextInput
            label="E-mail"
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            value={email}
            error={issueOf(issues, 'email')}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            ref={passwordField}
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" fullWidth mt={8} loading={enter.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
    </DoorPage>
  )
}

/** The server's sentence, with the time at which a locked account opens again. */
function refusal(error: unknown): string {
  const until = errorData(error).locked_until
  const sentence = errorSentence(error)
  return until === undefined ? sentence : `${sentence} It opens again at ${localTime(until)}.`
}
