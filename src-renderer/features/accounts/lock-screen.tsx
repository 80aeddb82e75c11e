import { Button, PasswordInput, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { errorSentence, isSignedOut } from '../../rpc/errors.ts'
import { knownMe, signOut, unlockSession } from '../../rpc/session.ts'
import { useLock } from '../../state/lock.ts'
import { FormError } from '../../ui/form-error.tsx'
import { DoorPage } from './door-page.tsx'

/** Over everything while the session is locked: the password opens it, and all is as it was. */
export function LockScreen() {
  const router = useRouter()
  const known = useLock((lock) => lock.email)
  const [title] = useState(document.title)
  const [password, setPassword] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const unlock = useMutation({
    mutationFn: () => unlockSession(password),
    onSuccess: () => router.invalidate(),
    onError: () => {
      setPassword('')
      field.current?.focus()
    },
  })
  const leave = useMutation({ mutationFn: signOut, onSuccess: () => router.invalidate() })
  useEffect(
    () => () => {
      document.title = title
    },
    [title],
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    unlock.mutate()
  }
  const who = knownMe()?.account.email ?? known
  return (
    <DoorPage
      title="Locked"
      text={
        who === undefined
          ? 'Your password opens the screen again.'
          : `The password of ${who} opens the screen again. Everything is as you left it.`
      }
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError
            message={
              unlock.error === null || isSignedOut(unlock.error)
                ? undefined
                : errorSentence(unlock.error)
            }
          />
          <PasswordInput
            ref={field}
            label="Password"
            name="password"
            autoComplete="current-password"
            autoFocus
            value={password}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" fullWidth mt={8} loading={unlock.isPending}>
            Unlock
          </Button>
          <Button
            variant="subtle"
            fullWidth
            loading={leave.isPending}
            onClick={() => leave.mutate()}
          >
            Sign out instead
          </Button>
        </Stack>
      </form>
    </DoorPage>
  )
}
