import { Button, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

/** A secret that is shown this once: to be copied, and gone when the dialog closes. */
export function SecretOnce(props: { label: string; secret: string; text: string; onDone(): void }) {
  const { label, secret, text, onDone } = props
  return (
    <Stack gap="sm">
      <Text>{text}</Text>
      <TextInput
        label={label}
        readOnly
        data-autofocus
        value={secret}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group justify="flex-end" gap="xs">
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={
                copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
              }
              onClick={copy}
            >
              {copied ? 'Copied' : `Copy the ${label.toLowerCase()}`}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>Done</Button>
      </Group>
    </Stack>
  )
}
