import { IconPlugConnectedX } from '@tabler/icons-react'
import { inDesktop, useConnection } from '../rpc/connection.ts'
import classes from './shell.module.css'

/** Says calmly that the line is lost; what is on the screen stays readable. */
export function ConnectionBar() {
  const state = useConnection((connection) => connection.state)
  return (
    <div role="status">
      {(state === 'lost' || state === 'refused') && (
        <div className={classes.lost}>
          <IconPlugConnectedX size={16} aria-hidden />
          {sentenceOf(state)} What you see may be old.
        </div>
      )}
    </div>
  )
}

function sentenceOf(state: 'lost' | 'refused'): string {
  if (inDesktop) return 'The connection to the application is lost: reload the window.'
  return state === 'lost'
    ? 'Connection lost, reconnecting.'
    : 'The application was started anew: open the address that it has printed.'
}
