import { ActionIcon, Code, CopyButton, Group, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

/** A hash in mono with a button that copies all of it. `short` shows the first 12 digits. */
export function HashText({ value, label, short }: { value: string; label: string; short?: boolean }) {
  return (
    <Group gap={4} wrap="nowrap" align={short === true ? 'center' : 'flex-start'}>
      {short === true ? null : (
        <Text size="sm" c="dimmed" component="span">
          {label}
        </Text>
      )}
      <Code
        fz={short === true ? 12 : 13}
        title={short === true ? value : undefined}
        style={{ overflowWrap: 'anywhere', background: 'transparent', padding: 0 }}
      >
        {short === true ? value.slice(0, 12) : value}
      </Code>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : `Copy ${label}`}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={copied ? 'Copied' : `Copy ${label}`}
              onClick={(event) => {
                event.stopPropagation()
                copy()
              }}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  )
}
