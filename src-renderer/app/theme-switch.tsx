import {
  ActionIcon,
  type MantineColorScheme,
  Menu,
  Tooltip,
  useMantineColorScheme,
} from '@mantine/core'
import { type Icon, IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'

const schemes: Record<MantineColorScheme, { label: string; icon: Icon }> = {
  light: { label: 'Light', icon: IconSun },
  dark: { label: 'Dark', icon: IconMoon },
  auto: { label: 'As the system', icon: IconDeviceDesktop },
}
const order = ['light', 'dark', 'auto'] as const

/** Light, dark, or as the system has it; remembered on this machine. */
export function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const Current = schemes[colorScheme].icon
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={`Theme: ${schemes[colorScheme].label.toLowerCase()}`}>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label="Theme">
            <Current size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {order.map((scheme) => {
          const { label, icon: SchemeIcon } = schemes[scheme]
          const chosen = scheme === colorScheme
          return (
            <Menu.Item
              key={scheme}
              role="menuitemradio"
              aria-checked={chosen}
              leftSection={<SchemeIcon size={16} aria-hidden />}
              rightSection={chosen ? <IconCheck size={16} aria-hidden /> : null}
              onClick={() => setColorScheme(scheme)}
            >
              {label}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
