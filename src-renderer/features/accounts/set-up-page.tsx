import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { setUp, signIn } from '../../rpc/session.ts'
import { noImport, useImportJob } from '../../state/import-job.ts'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf } from '../../ui/issues.ts'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { DoorPage } from './door-page.tsx'
import { refusedStart, type Start, StartChoice } from './start-choice.tsx'

const blank = { name: '', email: '', password: '', organization: '' }

/** The first run: makes the workspace and the account that owns it. */
export function SetUpPage() {
  const router = useRouter()
  const [form, setForm] = useState(blank)
  const [start, setStart] = useState<Start>('empty')
  const [file, setFile] = useState<File | null>(null)
  const [fileError, setFileError] = useState<string>()
  const change = (part: Partial<typeof blank>) => setForm((old) => ({ ...old, ...part }))
  const make = useMutation({
    mutationFn: async () => {
      const { organization, ...rest } = form
      await setUp({
        ...rest,
        sample: start === 'sample',
        ...(organization.trim() === '' ? {} : { organization: organization.trim() }),
      })
      await signIn(form.email.trim(), form.password)
    },
    onSuccess: () => {
      if (start !== 'import') return router.navigate({ to: '/overview', replace: true })
      useImportJob.setState({ ...noImport, file }, true)
      return router.navigate({ to: '/admin/imports/new', replace: true })
    },
  })
  const choose = async (chosen: File) => {
    setFile(chosen)
    setFileError(await refusedStart(chosen))
  }
  const issues = errorIssues(make.error)
  const formElement = useFocusFirstError(make.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const lacksFile = start === 'import' && file === null
    if (lacksFile) setFileError('Choose the file first.')
    if (start === 'import' && (lacksFile || fileError !== undefined)) return
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
          <StartChoice
            start={start}
            file={file}
            error={fileError}
            onStart={setStart}
            onFile={(chosen) => void choose(chosen)}
          />
          <Button type="submit" fullWidth mt={8} loading={make.isPending}>
            Create the workspace
          </Button>
        </Stack>
      </form>
    </DoorPage>
  )
}
