import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { type QueryKey, useMutation } from '@tanstack/react-query'
import { errorCode, errorSentence } from '../../rpc/errors.ts'
import { queryClient } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Notice } from '../../ui/notice.tsx'

interface DeleteRecordDialogProps {
  record: { id: string; name: string }
  /** What goes with it, in a sentence. */
  text: string
  remove(input: { id: string }): Promise<unknown>
  /** The lists that had it. */
  stale: QueryKey
  /** What can be done instead, where it is in use. */
  instead?: { label: string; onClick(): void } | undefined
  onDeleted?(): void
  onClose(): void
}

/** Asks before an entry of the registry is deleted; says what still uses it when it cannot be. */
export function DeleteRecordDialog(props: DeleteRecordDialogProps) {
  const { record, instead, onClose } = props
  const remove = useMutation({
    mutationFn: () => props.remove({ id: record.id }),
    onSuccess: async () => {
      onClose()
      props.onDeleted?.()
      await queryClient.invalidateQueries({ queryKey: props.stale })
    },
  })
  const { error } = remove
  const inUse = errorCode(error) === 'IN_USE'
  return (
    <Modal opened onClose={onClose} title={`Delete ${record.name}?`}>
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
            <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
              Delete
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
