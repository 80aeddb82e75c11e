import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Account } from '../../../src-shared/contract/accounts.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'

/** Asks before somebody can no longer sign in. */
export function DeactivateDialog({ account, onClose }: { account: Account; onClose(): void }) {
  const update = useMutation(
    api.accounts.update.mutationOptions({
      onSuccess: async () => {
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.accounts.key() })
      },
    }),
  )
  return (
    <Modal opened onClose={onClose} title={`Take ${account.name} out of use?`}>
      <Stack gap="sm">
        <Text>
          {account.email} can no longer sign in. Their sessions end now and their API tokens are
          revoked. What they did stays in the rooms and in the audit trail, and the account can be
          brought back.
        </Text>
        <FormError message={update.error === null ? undefined : errorSentence(update.error)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep
          </Button>
          <Button
            color="red.9"
            loading={update.isPending}
            onClick={() => update.mutate({ account_id: account.id, is_active: false })}
          >
            Take out of use
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
