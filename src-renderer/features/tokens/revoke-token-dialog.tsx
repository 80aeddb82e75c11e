import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ApiToken } from '../../../src-shared/contract/tokens.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'

/** Asks before a script loses its way in. */
export function RevokeTokenDialog({ token, onClose }: { token: ApiToken; onClose(): void }) {
  const revoke = useMutation(
    api.tokens.revoke.mutationOptions({
      onSuccess: async () => {
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.tokens.key() })
      },
    }),
  )
  return (
    <Modal opened onClose={onClose} title={`Revoke ${token.name}?`}>
      <Stack gap="sm">
        <Text>
          Whatever uses this token of {token.account.email} is refused from now on. It cannot be
          brought back; a new one has another secret.
        </Text>
        <FormError message={revoke.error === null ? undefined : errorSentence(revoke.error)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep
          </Button>
          <Button
            color="red.9"
            loading={revoke.isPending}
            onClick={() => revoke.mutate({ token_id: token.id })}
          >
            Revoke the token
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
