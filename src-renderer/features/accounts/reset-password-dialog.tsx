import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Account } from '../../../src-shared/contract/accounts.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { SecretOnce } from '../../ui/secret-once.tsx'

/** Gives somebody a new password that was made, shown once. */
export function ResetPasswordDialog({ account, onClose }: { account: Account; onClose(): void }) {
  const reset = useMutation(
    api.accounts.resetPassword.mutationOptions({
      gcTime: 0,
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.accounts.key() }),
    }),
  )
  const made = reset.data?.generated_password ?? null
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={made === null}
      title={made === null ? `Reset the password of ${account.name}?` : 'The new password'}
    >
      {made !== null ? (
        <SecretOnce
          label="Password"
          secret={made}
          text={`Hand this password to ${account.name} now: it is shown only this once, and has to be changed at the next sign-in.`}
          onDone={onClose}
        />
      ) : (
        <Stack gap="sm">
          <Text>
            A new password is made and shown once. The present one stops working, all sessions of{' '}
            {account.email} end, and their API tokens are revoked.
          </Text>
          <FormError message={reset.error === null ? undefined : errorSentence(reset.error)} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" data-autofocus onClick={onClose}>
              Keep
            </Button>
            <Button
              loading={reset.isPending}
              onClick={() => reset.mutate({ account_id: account.id })}
            >
              Reset password
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
