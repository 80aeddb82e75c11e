import {
  ActionIcon,
  type MantineColorScheme,
  Menu,
  Tooltip,
  useMantineColorScheme,
} from '@mantine/core'
import { type Icon, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'

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
        <Menu.RadioGroup value={colorScheme}>
          {order.map((scheme) => {
            const { label, icon: SchemeIcon } = schemes[scheme]
            return (
              <Menu.RadioItem
                key={scheme}
                value={scheme}
                closeMenuOnClick
                rightSection={<SchemeIcon size={16} aria-hidden />}
                onChange={() => setColorScheme(scheme)}
              >
                {label}
              </Menu.RadioItem>
            )
          })}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
