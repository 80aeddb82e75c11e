import { ActionIcon, Indicator, Tooltip } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useMay } from '../../rpc/permissions.ts'
import { usePanels } from '../../state/panels.ts'
import { useOpenNotices } from './use-open-notices.ts'

/** In the head of every screen: how many notices nobody has taken note of. */
export function NoticesButton() {
  const { setNoticesOpen } = usePanels()
  const may = useMay()('records.read')
  const total = useOpenNotices().data?.total ?? 0
  const label = total === 0 ? 'Notices' : `Notices, ${total} open`
  if (!may.allowed) return null
  return (
    <Tooltip label={label}>
      <Indicator label={total > 99 ? '99+' : total} size={16} offset={4} disabled={total === 0}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label={label}
          onClick={() => setNoticesOpen(true)}
        >
          <IconBell size={18} aria-hidden />
        </ActionIcon>
      </Indicator>
    </Tooltip>
  )
}
