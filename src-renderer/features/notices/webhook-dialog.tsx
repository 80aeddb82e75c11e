import { Button, Checkbox, Group, Modal, Stack, Switch, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { noticeKinds } from '../../../src-shared/contract/enums.ts'
import type { Webhook } from '../../../src-shared/contract/notices.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf } from '../../ui/issues.ts'
import { SecretOnce } from '../../ui/secret-once.tsx'
import { statusLooks } from '../../ui/status.ts'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'

const secretText =
  'Keep this where the receiver finds it: it checks the signature of each notice with it (Standard Webhooks). It is shown only this once.'

/** Makes a webhook, or changes one; a secret is shown once. */
export function WebhookDialog({ webhook, onClose }: { webhook?: Webhook; onClose(): void }) {
  const [form, setForm] = useState({
    name: webhook?.name ?? '',
    url: webhook?.url ?? '',
    kinds: webhook?.kinds ?? [...noticeKinds],
    is_active: webhook?.is_active ?? false,
  })
  const set = (part: Partial<typeof form>) => setForm((old) => ({ ...old, ...part }))
  const [secret, setSecret] = useState<string | null>(null)
  const onSuccess = async (saved: { secret: string | null }) => {
    if (saved.secret === null) onClose()
    else setSecret(saved.secret)
    await queryClient.invalidateQueries({ queryKey: api.webhooks.key() })
  }
  const create = useMutation(api.webhooks.create.mutationOptions({ gcTime: 0, onSuccess }))
  const update = useMutation(api.webhooks.update.mutationOptions({ gcTime: 0, onSuccess }))
  const error = create.error ?? update.error
  const issues = errorIssues(error)
  const formElement = useFocusFirstError(error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (webhook === undefined) create.mutate(form)
    else update.mutate({ webhook_id: webhook.id, ...form })
  }
  if (secret !== null) {
    return (
      <Modal opened onClose={onClose} size="lg" closeOnClickOutside={false} title={form.name}>
        <SecretOnce label="Secret" secret={secret} text={secretText} onDone={onClose} />
      </Modal>
    )
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={webhook === undefined ? 'Make a webhook' : `Change ${webhook.name}`}
    >
      <form ref={formElement} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError
            message={error === null || issues.length > 0 ? undefined : errorSentence(error)}
          />
          <TextInput
            label="Name"
            required
            data-autofocus
            value={form.name}
            error={issueOf(issues, 'name')}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label="Address"
            description="http or https. Notices go there and nowhere else: what it answers leads nowhere on."
            placeholder="https://"
            required
            value={form.url}
            error={issueOf(issues, 'url')}
            onChange={(event) => set({ url: event.currentTarget.value })}
          />
          <Checkbox.Group
            label="Send"
            value={form.kinds}
            error={issueOf(issues, 'kinds')}
            onChange={(values) =>
              set({ kinds: noticeKinds.filter((kind) => values.includes(kind)) })
            }
          >
            <Group gap="md" mt={4}>
              {noticeKinds.map((kind) => (
                <Checkbox key={kind} value={kind} label={statusLooks.notice[kind].word} />
              ))}
            </Group>
          </Checkbox.Group>
          <Switch
            label="On"
            description="Off: nothing is sent but a test."
            checked={form.is_active}
            onChange={(event) => set({ is_active: event.currentTarget.checked })}
          />
          <Group justify="space-between" gap="xs" mt="xs">
            {webhook === undefined ? (
              <span />
            ) : (
              <Button
                variant="subtle"
                loading={update.isPending}
                onClick={() => update.mutate({ webhook_id: webhook.id, rotate_secret: true })}
              >
                Make a new secret
              </Button>
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={create.isPending || update.isPending}>
                {webhook === undefined ? 'Make the webhook' : 'Save'}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
