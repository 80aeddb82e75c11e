import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Webhook } from '../../../src-shared/contract/notices.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'

/** Asks before a receiver is told nothing any more. */
export function DeleteWebhookDialog({ webhook, onClose }: { webhook: Webhook; onClose(): void }) {
  const remove = useMutation(
    api.webhooks.delete.mutationOptions({
      onSuccess: async () => {
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.webhooks.key() })
      },
    }),
  )
  return (
    <Modal opened onClose={onClose} title={`Delete ${webhook.name}?`}>
      <Stack gap="sm">
        <Text>
          Nothing is sent to it any more, and the list of what was sent goes with it. The notices
          stay.
        </Text>
        <FormError message={remove.error === null ? undefined : errorSentence(remove.error)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep
          </Button>
          <Button
            color="red.9"
            loading={remove.isPending}
            onClick={() => remove.mutate({ webhook_id: webhook.id })}
          >
            Delete the webhook
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
