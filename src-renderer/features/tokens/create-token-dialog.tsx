import { Button, Group, Modal, MultiSelect, Radio, Select, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import dayjs from 'dayjs'
import { type FormEvent, useState } from 'react'
import { type Permission, permissions } from '../../../src-shared/contract/permissions.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { useMe } from '../../rpc/session.ts'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf } from '../../ui/issues.ts'
import { SecretOnce } from '../../ui/secret-once.tsx'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'

const lives = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: 'never', label: 'Never' },
]
const blank = { name: '', life: '90', all: false, chosen: [] as Permission[] }

/** Makes a token; its secret is shown once. */
export function CreateTokenDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const [form, setForm] = useState(blank)
  const set = (part: Partial<typeof blank>) => setForm((old) => ({ ...old, ...part }))
  const own = useMe()?.permissions ?? []
  const create = useMutation(
    api.tokens.create.mutationOptions({
      gcTime: 0,
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.tokens.key() }),
    }),
  )
  const issues = errorIssues(create.error)
  const formElement = useFocusFirstError(create.error)
  const close = () => {
    create.reset()
    setForm(blank)
    onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({
      name: form.name,
      ...(form.life === 'never'
        ? {}
        : { expires_at: dayjs().add(Number(form.life), 'day').toISOString() }),
      ...(form.all ? {} : { permissions: form.chosen }),
    })
  }
  const made = create.data
  return (
    <Modal
      opened={opened}
      onClose={close}
      size="lg"
      closeOnClickOutside={made === undefined}
      title={made === undefined ? 'Create an API token' : made.name}
    >
      {made !== undefined ? (
        <SecretOnce
          label="Token"
          secret={made.token}
          text="Keep this token where your script finds it: it is shown only this once, and stored only as a hash."
          onDone={close}
        />
      ) : (
        <form ref={formElement} onSubmit={submit} noValidate>
          <Stack gap="sm">
            <FormError
              message={
                create.error === null || issues.length > 0 ? undefined : errorSentence(create.error)
              }
            />
            <TextInput
              label="Name"
              description="What it is for: you find it again by this."
              required
              data-autofocus
              value={form.name}
              error={issueOf(issues, 'name')}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <Select
              label="Expires after"
              allowDeselect={false}
              data={lives}
              value={form.life}
              error={issueOf(issues, 'expires_at')}
              onChange={(life) => set({ life: life ?? '90' })}
            />
            <Radio.Group
              label="May do"
              value={form.all ? 'all' : 'some'}
              onChange={(value) => set({ all: value === 'all' })}
            >
              <Stack gap={6} mt={4}>
                <Radio value="some" label="Only what I choose" />
                <Radio value="all" label="Everything that I may" />
              </Stack>
            </Radio.Group>
            {!form.all && (
              <MultiSelect
                label="Permissions"
                description="Without rooms.view_all it sees only the rooms in which you are a party."
                placeholder={form.chosen.length === 0 ? 'Choose from your own' : ''}
                searchable
                clearable
                clearButtonProps={{ 'aria-label': 'Choose none' }}
                hidePickedOptions
                maxDropdownHeight={260}
                data={[...own]}
                value={form.chosen}
                error={issueOf(issues, 'permissions')}
                onChange={(values) =>
                  set({ chosen: permissions.filter((permission) => values.includes(permission)) })
                }
              />
            )}
            <Group justify="flex-end" gap="xs" mt="xs">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={create.isPending}>
                Create the token
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
