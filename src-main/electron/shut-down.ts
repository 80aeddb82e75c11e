import type { App } from 'electron'

export interface ShutDown {
  /** Registers what to close, in the order in which it was opened. */
  add(name: string, stop: () => Promise<void> | void): void
  /** Closes everything, last opened first; each step within the deadline. Runs once. */
  run(): Promise<void>
}

/**
 * @param deadlineMs how long one step may take before the next one starts, in milliseconds
 * @param report     called for a step that failed or was too slow; the others still run
 */
export function createShutDown(
  deadlineMs: number,
  report: (what: string, error: unknown) => void,
): ShutDown {
  const steps: { name: string; stop: () => Promise<void> | void }[] = []
  let running: Promise<void> | undefined

  const runAll = async (): Promise<void> => {
    for (const { name, stop } of steps.toReversed()) {
      try {
        await within(deadlineMs, name, stop)
      } catch (error) {
        report(`Closing ${name} failed`, error)
      }
    }
  }

  return {
    add: (name, stop) => steps.push({ name, stop }),
    run: () => {
      running ??= runAll()
      return running
    },
  }
}

async function within(
  deadlineMs: number,
  name: string,
  stop: () => Promise<void> | void,
): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(new Error(`${name} was still not closed after ${deadlineMs} ms`)),
    deadlineMs,
  )
  try {
    await Promise.race([stop(), late])
  } finally {
    clearTimeout(timer)
  }
}

/** The part of `process` that delivers signals. */
export interface SignalSource {
  on(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
}

/**
 * Makes every way of quitting go through the shut-down: menu, last window, signal.
 *
 * The first `before-quit` is held until all is closed. A second signal does not wait any longer.
 * @returns whether the program is on its way out, so that closing a window isn't "hide to tray"
 */
export function quitInOrder(
  app: Pick<App, 'on' | 'quit' | 'exit'>,
  signals: SignalSource,
  shutDown: ShutDown,
): () => boolean {
  let stage: 'running' | 'closing' | 'closed' = 'running'
  app.on('before-quit', (event) => {
    if (stage === 'closed') return
    event.preventDefault()
    if (stage === 'closing') return
    stage = 'closing'
    void shutDown.run().then(() => {
      stage = 'closed'
      // Not from inside the event: the outer quit would then overwrite the state of the inner one.
      setImmediate(() => app.quit())
    })
  })

  let signalled = false
  const onSignal = (): void => {
    if (signalled) app.exit(1)
    else app.quit()
    signalled = true
  }
  signals.on('SIGINT', onSignal)
  signals.on('SIGTERM', onSignal)
  return () => stage !== 'running'
}
