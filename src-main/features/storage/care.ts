import type { Clock } from '../../platform/clock/index.ts'
import type { Log } from '../../platform/log/index.ts'

/** Does what is due once a day, and the small things at each start. */
export interface Care {
  start(): Promise<void>
  /** Waits for what is being done. */
  stop(): Promise<void>
}

/** How often it is looked whether the hour has come: a machine that slept wakes to it. */
const lookMillis = 60_000

export function createCare(options: {
  clock: Clock
  log: Log
  /** The hour of the day, in UTC. */
  hour: () => number
  /** When the last round was started; null before the first. */
  lastRound: () => Promise<string | null>
  /** Begins to count from now. */
  beginCounting: () => Promise<void>
  /** Starts a round, and notes that it did. */
  startRound: () => Promise<void>
  atStart: () => Promise<void>
  eachMinute: () => Promise<void>
}): Care {
  const { clock, log, hour, lastRound, beginCounting, startRound, atStart, eachMinute } = options
  let timer: NodeJS.Timeout | undefined
  let doing: Promise<void> = Promise.resolve()

  const safely = (work: () => Promise<void>) => {
    doing = doing.then(work).catch((error: unknown) => {
      log.error({ err: error }, 'the care of the store failed')
    })
    return doing
  }
  const look = async () => {
    const last = await lastRound()
    if (last === null) await beginCounting()
    else if (last < dueAt(clock, hour())) await startRound()
  }
  return {
    start: async () => {
      await safely(look)
      void safely(atStart)
      timer = setInterval(() => {
        void safely(eachMinute)
        void safely(look)
      }, lookMillis)
      timer.unref()
    },
    stop: async () => {
      clearInterval(timer)
      await doing
    },
  }
}

/** The newest time at which a round was due. */
export function dueAt(clock: Clock, hour: number): string {
  const today = `${clock.today()}T${String(hour).padStart(2, '0')}:00:00.000Z`
  return today <= clock.iso() ? today : new Date(Date.parse(today) - 24 * 3_600_000).toISOString()
}

export const nextRoundAt = (clock: Clock, hour: number): string =>
  new Date(Date.parse(dueAt(clock, hour)) + 24 * 3_600_000).toISOString()
