import type { App, WebContents } from 'electron'

/** The part of `process` that reports what nobody caught. */
export interface UncaughtSource {
  on(event: 'uncaughtException', listener: (error: unknown) => void): unknown
  on(event: 'unhandledRejection', listener: (reason: unknown) => void): unknown
}

export interface CrashParts {
  app: Pick<App, 'on'>
  process: UncaughtSource
  report(what: string, error: unknown): void
  /** Tells the person and ends the program. The workspace survives that by design. */
  giveUp(): void
}

/**
 * Crash hooks: an exception that nobody caught ends the program, because its state is unknown and
 * the next start recovers; everything else is reported.
 */
export function watchForCrashes(parts: CrashParts): void {
  parts.process.on('uncaughtException', (error) => {
    parts.report('Uncaught exception in the main process', error)
    parts.giveUp()
  })
  parts.process.on('unhandledRejection', (reason) => {
    parts.report('Unhandled rejection in the main process', reason)
  })
  parts.app.on('child-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') {
      parts.report(`A ${details.type} process ended: ${details.reason}`, details)
    }
  })
}

/**
 * Loads the page again when its process died; but not when it dies before it has loaded, which
 * would go on for ever.
 */
export function reloadAfterCrash(
  contents: Pick<WebContents, 'on' | 'reload'>,
  report: (what: string, error: unknown) => void,
): void {
  let loaded = false
  contents.on('did-finish-load', () => {
    loaded = true
  })
  contents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return
    report(`The page's process ended: ${details.reason}`, details)
    if (loaded) contents.reload()
    loaded = false
  })
}
