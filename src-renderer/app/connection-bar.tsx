import { IconPlugConnectedX } from '@tabler/icons-react'
import { inDesktop, useConnection } from '../rpc/connection.ts'
import classes from './shell.module.css'

/** Says calmly that the line is lost; what is on the screen stays readable. */
export function ConnectionBar() {
  const state = useConnection((connection) => connection.state)
  return (
    <div role="status">
      {state === 'lost' && (
        <div className={classes.lost}>
          <IconPlugConnectedX size={16} aria-hidden />
          {inDesktop
            ? 'The connection to the application is lost. What you see may be old; reload the window.'
            : 'Connection lost, reconnecting. What you see may be old; nothing that you had saved is lost.'}
        </div>
      )}
    </div>
  )
}
