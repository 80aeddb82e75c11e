import { Button, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'

interface ErrorStateProps {
  title?: string
  /** One sentence for people: what happened, what is safe. */
  message: string
  onRetry?: (() => void) | undefined
}

/** A place that could not be filled: what happened, and a retry. */
export function ErrorState({
  title = 'This could not be loaded',
  message,
  onRetry,
}: ErrorStateProps) {
  return (
    <Stack role="alert" align="center" gap={4} px="md" py={40} ta="center">
      <IconAlertTriangle size={28} stroke={1.5} color="var(--sts-red)" aria-hidden />
      <Title order={2} mt={8}>
        {title}
      </Title>
      <Text c="dimmed" maw={480}>
        {message}
      </Text>
      {onRetry !== undefined && (
        <Button
          variant="default"
          mt={12}
          leftSection={<IconRefresh size={16} aria-hidden />}
          onClick={onRetry}
        >
          Try again
        </Button>
      )}
    </Stack>
  )
}
