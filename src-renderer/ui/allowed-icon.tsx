import { ActionIcon, Tooltip } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'

interface AllowedIconProps {
  icon: Icon
  /** What it does and to what: its name for screen readers, and its tooltip. */
  label: string
  allowed?: { allowed: boolean; reason: string } | undefined
  loading?: boolean
  onClick(): void
}

/** A small button with an icon that, where it may not be used, can be focused and says why. */
export function AllowedIcon({
  icon: Sign,
  label,
  allowed,
  loading = false,
  onClick,
}: AllowedIconProps) {
  const closed = allowed !== undefined && !allowed.allowed
  return (
    <Tooltip label={closed ? allowed.reason : label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        aria-label={label}
        loading={loading}
        {...(closed && {
          'aria-description': allowed.reason,
          'aria-disabled': true,
          'data-disabled': true,
        })}
        onClick={() => !closed && onClick()}
      >
        <Sign size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
