import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import classes from './mono.module.css'

interface MonoProps {
  text: string
  /** Shows only the first signs; the whole is in the title and what is copied. */
  first?: number
  /** What the copy button copies, in its name: `code`, `hash`. Without it there is none. */
  copy?: string
}

/** A code, hash or IMO number in the monospace face, with a button that copies it. */
export function Mono({ text, first, copy }: MonoProps) {
  const shown = first !== undefined && text.length > first ? `${text.slice(0, first)}…` : text
  return (
    <span className={classes.mono}>
      <span title={shown === text ? undefined : text}>{shown}</span>
      {copy !== undefined && (
        <CopyButton value={text}>
          {({ copied, copy: doCopy }) => (
            <Tooltip label={copied ? 'Copied' : `Copy the ${copy}`}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                aria-label={`Copy the ${copy}`}
                onClick={doCopy}
              >
                {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      )}
    </span>
  )
}
