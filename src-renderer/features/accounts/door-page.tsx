import { Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { BrandMark } from '../../ui/brand-mark.tsx'
import { FloatRoot } from '../../ui/float-root.tsx'
import classes from './door-page.module.css'

interface DoorPageProps {
  title: string
  text: string
  children: ReactNode
  foot?: string | undefined
}

/** What stands before the application: sign-in and the first set-up. */
export function DoorPage({ title, text, children, foot }: DoorPageProps) {
  useEffect(() => {
    document.title = `${title} – STS Clearance`
  }, [title])
  return (
    <div className={classes.page}>
      <main className={classes.card}>
        <div className={classes.brand}>
          <BrandMark size={28} />
          STS Clearance
        </div>
        <Title order={1}>{title}</Title>
        <Text c="dimmed" mt={4} mb="lg">
          {text}
        </Text>
        {children}
        <FloatRoot />
      </main>
      {foot !== undefined && <footer className={classes.foot}>{foot}</footer>}
    </div>
  )
}
