import { Menu, type MenuItemProps, Tooltip } from '@mantine/core'

interface AllowedMenuItemProps extends MenuItemProps {
  allowed: { allowed: boolean; reason: string }
  onClick(): void
}

/** An item of a menu that, where it may not be used, can be focused and says why. */
export function AllowedMenuItem({ allowed, onClick, ...item }: AllowedMenuItemProps) {
  if (allowed.allowed) return <Menu.Item {...item} onClick={onClick} />
  return (
    <Tooltip label={allowed.reason} position="left">
      <Menu.Item
        {...item}
        data-disabled
        aria-disabled
        aria-description={allowed.reason}
        closeMenuOnClick={false}
      />
    </Tooltip>
  )
}
