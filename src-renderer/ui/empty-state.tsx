import { Stack, Text, Title } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon?: Icon
  title: string
  /** One sentence: what to do next. */
  text?: string
  /** One button. */
  action?: ReactNode
  /** The heading's level in its page; 2 unless it is the page. */
  level?: 1 | 2 | 3
}

/** A place where nothing is: one sentence and one button. */
export function EmptyState({ icon: StateIcon, title, text, action, level = 2 }: EmptyStateProps) {
  return (
    <Stack align="center" gap={4} px="md" py={48} ta="center">
      {StateIcon !== undefined && (
        <StateIcon size={32} stroke={1.25} color="var(--sts-quiet)" aria-hidden />
      )}
      <Title order={level} size="h2" mt={8}>
        {title}
      </Title>
      {text !== undefined && (
        <Text c="dimmed" maw={440}>
          {text}
        </Text>
      )}
      {action !== undefined && <div style={{ marginTop: 12 }}>{action}</div>}
    </Stack>
  )
}
