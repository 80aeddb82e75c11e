import { Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'

/** Whether what arrived has the SHA-256 that the record names: a sign, words, and never colour alone. */
export function HashMark({ expected, found }: { expected: string | null; found: string }) {
  if (expected === found) {
    return (
      <Group gap={6} c="var(--sts-green)" title={`SHA-256 ${found}`} data-testid="hash-matches">
        <IconCircleCheck size={16} aria-hidden="true" />
        <Text component="span" size="sm" fw={500}>
          Matches the record
        </Text>
      </Group>
    )
  }
  return (
    <Group gap={6} c="var(--sts-red)" role="alert" align="flex-start" data-testid="hash-differs">
      <IconAlertTriangle size={16} aria-hidden="true" />
      <Text component="span" size="sm" fw={500}>
        Does not match the record: the file has SHA-256 {found}, the record says{' '}
        {expected ?? 'nothing'}. The file is not shown; verify the audit trail and tell your
        administrator.
      </Text>
    </Group>
  )
}
