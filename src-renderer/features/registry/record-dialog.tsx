import { Button, Group, Modal, Stack } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import type { Allowed } from '../../rpc/permissions.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'

interface RecordDialogProps {
  title: string
  /** On the button that sends it. */
  verb: string
  error: Error | null
  isPending: boolean
  /** Where it may not be saved, the button says why. */
  allowed: Allowed
  onSubmit(): void
  onClose(): void
  children: ReactNode
}

/** A form in one column for one entry of the registry; what was refused stands at its field. */
export function RecordDialog(props: RecordDialogProps) {
  const { title, verb, error, isPending, allowed, onSubmit, onClose, children } = props
  const form = useFocusFirstError(error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (allowed.allowed) onSubmit()
  }
  const atFields = error !== null && errorIssues(error).length > 0
  return (
    <Modal opened onClose={onClose} title={title} size={520}>
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError message={error === null || atFields ? undefined : errorSentence(error)} />
          {children}
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <AllowedButton type="submit" allowed={allowed} loading={isPending}>
              {verb}
            </AllowedButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
