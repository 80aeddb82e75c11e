/** The desktop door: the order of start-up and nothing more. */
import { showDesktop } from './electron/show.ts'
import {
  beforeReady,
  closeSession,
  type Desktop,
  giveUp,
  openServices,
  untilReady,
} from './electron/start.ts'

async function start(desktop: Desktop): Promise<void> {
  await untilReady()
  closeSession(desktop)
  const opened = await openServices(
    desktop,
    async () => (await import('./desktop-services.ts')).openDesktopServices,
  )
  showDesktop(desktop, opened)
}

const desktop = beforeReady(import.meta.url)
// Not awaited: Electron is ready only after this file has been evaluated.
if (desktop !== undefined) {
  start(desktop).catch((error: unknown) => {
    desktop.report('The program could not start', error)
    giveUp()
  })
}
