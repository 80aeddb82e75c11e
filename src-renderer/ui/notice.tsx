import { CloseButton, Group } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './notice.module.css'

const icons = { green: IconCircleCheck, red: IconAlertTriangle, blue: IconInfoCircle }

/**
 * What happened, in a box that stays: a sign, a title and a sentence. Bad news is read out at once,
 * good news when the reader pauses.
 */
export function Notice(props: {
  tone: keyof typeof icons
  title: string
  children?: ReactNode
  onClose?: () => void
}) {
  const { tone, title, children, onClose } = props
  const Sign = icons[tone]
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'red' ? 'alert' : 'status'}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Sign size={18} aria-hidden className={classes.sign} />
        <div className={classes.words}>
          <p className={classes.title}>{title}</p>
          {children}
        </div>
        {onClose === undefined ? null : (
          <CloseButton size="sm" aria-label="Close" onClick={onClose} />
        )}
      </Group>
    </div>
  )
}
