import { Alert } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'

/** Why a form was refused, as a whole; read out when it appears. */
export function FormError({ message }: { message: string | undefined }) {
  if (message === undefined) return null
  return (
    <Alert
      role="alert"
      variant="light"
      color="red"
      icon={<IconAlertCircle size={18} aria-hidden />}
      styles={{
        root: { background: 'var(--sts-red-back)' },
        message: { color: 'var(--sts-red)' },
        icon: { color: 'var(--sts-red)' },
      }}
    >
      {message}
    </Alert>
  )
}
