import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import type { ComponentPropsWithoutRef, MouseEvent } from 'react'

type AllowedButtonProps = Omit<ButtonProps, 'disabled'> &
  Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps | 'disabled'> & {
    /** Undefined or allowed: the button works. Else it says why it does not. */
    allowed?: { allowed: boolean; reason: string } | undefined
  }

/**
 * A button that, where it may not be used, is closed and says why, to the mouse, to the keyboard,
 * and to screen readers: so it can still be focused.
 */
export function AllowedButton({
  allowed,
  onClick,
  type = 'button',
  ...button
}: AllowedButtonProps) {
  if (allowed === undefined || allowed.allowed) {
    return <Button type={type} onClick={onClick} {...button} />
  }
  const stay = (event: MouseEvent) => event.preventDefault()
  return (
    <Tooltip label={allowed.reason}>
      <Button
        type="button"
        {...button}
        data-disabled
        aria-disabled="true"
        aria-description={allowed.reason}
        onClick={stay}
      />
    </Tooltip>
  )
}
