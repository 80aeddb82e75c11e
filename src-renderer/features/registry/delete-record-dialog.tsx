import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { errorCode, errorSentence } from '../../rpc/errors.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Notice } from '../../ui/notice.tsx'

interface DeleteRecordDialogProps {
  name: string
  /** What goes with it, in a sentence. */
  text: string
  error: Error | null
  isPending: boolean
  /** What can be done instead, where it is in use. */
  instead?: { label: string; onClick(): void } | undefined
  onDelete(): void
  onClose(): void
}

/** Asks before an entry of the registry is deleted; says what still uses it when it cannot be. */
export function DeleteRecordDialog(props: DeleteRecordDialogProps) {
  const { name, error, instead, onClose } = props
  const inUse = errorCode(error) === 'IN_USE'
  return (
    <Modal opened onClose={onClose} title={`Delete ${name}?`}>
      <Stack gap="sm">
        {inUse ? (
          <Notice tone="red" title="It is in use, and stays">
            {errorSentence(error)}
          </Notice>
        ) : (
          <>
            <Text>{props.text}</Text>
            <FormError message={error === null ? undefined : errorSentence(error)} />
          </>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            {inUse ? 'Close' : 'Keep'}
          </Button>
          {inUse ? (
            instead !== undefined && <Button onClick={instead.onClick}>{instead.label}</Button>
          ) : (
            <Button color="red.9" loading={props.isPending} onClick={props.onDelete}>
              Delete
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
