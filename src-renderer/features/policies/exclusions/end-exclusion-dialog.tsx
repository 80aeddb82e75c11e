import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { errorSentence } from '../../../rpc/errors.ts'
import { api, queryClient } from '../../../rpc/queries.ts'
import { FormError } from '../../../ui/form-error.tsx'

/** Ends a running exclusion; it stays in the history. */
export function EndExclusionDialog(props: {
  exclusion: { id: string; target_name: string }
  onClose(): void
}) {
  const { exclusion, onClose } = props
  const [reason, setReason] = useState('')
  const end = useMutation(
    api.exclusions.delete.mutationOptions({
      onSuccess: async () => {
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.exclusions.key() })
        await queryClient.invalidateQueries({ queryKey: api.policies.key() })
      },
    }),
  )
  return (
    <Modal opened onClose={onClose} title={`End the exclusion of ${exclusion.target_name}?`}>
      <Stack gap="sm">
        <Text>Policies decide about it again from now on. The exclusion stays in the history.</Text>
        <TextInput
          label="Reason"
          description="May be left out."
          maxLength={500}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <FormError message={end.error === null ? undefined : errorSentence(end.error)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button
            loading={end.isPending}
            onClick={() =>
              end.mutate({
                exclusion_id: exclusion.id,
                ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
              })
            }
          >
            End the exclusion
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
