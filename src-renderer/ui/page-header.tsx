import { Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import classes from './page-header.module.css'

interface PageHeaderProps {
  title: string
  /** Beside the title: a code, a status. */
  beside?: ReactNode
  /** One line under the title. */
  children?: ReactNode
  /** At the right; the primary button last. */
  actions?: ReactNode
}

/** A page's head: its title, also the window's, and what one does here at the right. */
export function PageHeader({ title, beside, children, actions }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} – STS Clearance`
  }, [title])
  return (
    <div className={classes.header}>
      <div className={classes.words}>
        <div className={classes.line}>
          <Title order={1}>{title}</Title>
          {beside}
        </div>
        {children}
      </div>
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}
