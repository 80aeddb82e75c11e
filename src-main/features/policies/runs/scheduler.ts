import { type RunTrigger, runTriggers } from '../../../../src-shared/contract/enums.ts'
import type { Clock } from '../../../platform/clock/index.ts'
import type { Executor } from '../../../platform/db/index.ts'
import type { Log } from '../../../platform/log/index.ts'
import { type Audit, systemCall } from '../../audit/index.ts'
import type { Tables } from '../../tables.ts'
import { planDue } from './due.ts'
import type { Engine } from './engine.ts'
import * as marks from './marks-store.ts'
import type { DuePlan, Plan } from './plan.ts'
import type { ScheduleSince } from './since.ts'

/** Looks when something is due, and begins what is. */
export interface Scheduler {
  /** Looks at once, for what was missed, and from now on. */
  start(): void
  /** The machine was asleep: looks at once. */
  wake(): void
  /** Something has changed that decides about rooms: looks soon. */
  heard(actions: readonly string[]): void
  /** Looks now, and begins what is due. @returns how many runs it began */
  pass(): Promise<number>
  /** When the next time of a schedule is; null before the first look, or where there is none. */
  nextDue(): string | null
  stop(): Promise<void>
}

/** A clock may be set, and a machine sleep: it is looked at least this often what time it is. */
const lookMillis = 60_000
/** What changes by itself (an ETA that comes near, an exclusion that expires) is met within this. */
const passMillis = 5 * 60_000
/** An event is waited for: but several changes at once are met by one look. */
const soonMillis = 1_000

/** What decides which set applies to a room, or is an event that a cadence waits for. */
const decisive = /^(room|vessel|approval|policy_set|assignment|exclusion|import)\./

export function createScheduler(tools: {
  db: Executor<Tables>
  audit: Audit
  clock: Clock
  log: Log
  engine: Engine
  scheduleSince: ScheduleSince
}): Scheduler {
  const { db, audit, clock, log, engine, scheduleSince } = tools
  let timer: NodeJS.Timeout | undefined
  let isOn = false
  let passing: Promise<unknown> = Promise.resolve()
  let passedAt: number | undefined
  let nextDue: number | undefined
  let isOld = true

  const pass = async (): Promise<number> => {
    // A run that is under way takes what it takes; what comes due meanwhile is found after it.
    await engine.idle()
    isOld = false
    const now = clock.iso()
    const plan = await planDue(db, now, scheduleSince)
    await marks.put(db, plan.marks)
    let begun = 0
    for (const trigger of runTriggers) {
      const part = ofTrigger(plan, trigger)
      if (part.wanted.length + part.passed.length === 0) continue
      const by = systemCall('scheduler')
      const run = await audit.change(by, (change) =>
        engine.add(change, { plan: part, trigger, isDry: false, by }),
      )
      await engine.begin(run)
      begun++
    }
    await marks.saveState(db, { passed_at: now, audit_seq: plan.audit_seq })
    passedAt = Date.parse(now)
    nextDue = plan.next_due
    return begun
  }

  const oneAtATime = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = passing.then(work, work)
    passing = done.catch(() => undefined)
    return done
  }

  const isTime = (): boolean => {
    const now = clock.millis()
    if (isOld || passedAt === undefined || now < passedAt) return true
    return now - passedAt >= passMillis || (nextDue !== undefined && now >= nextDue)
  }

  const look = () => {
    const work = async () => {
      if (!isOn || !isTime()) return
      try {
        await pass()
      } catch (error) {
        passedAt = undefined
        log.error({ err: error }, 'the scheduler could not look for what is due')
      }
    }
    void oneAtATime(work).then(() => lookIn(lookMillis))
  }
  const lookIn = (millis: number) => {
    clearTimeout(timer)
    if (!isOn) return
    // What was heard of while it looked is met by the next look.
    const at = isOld ? soonMillis : millis
    const until = nextDue === undefined ? at : Math.min(at, nextDue - clock.millis())
    timer = setTimeout(look, Math.max(10, until))
    timer.unref()
  }

  return {
    start: () => {
      isOn = true
      look()
    },
    wake: () => {
      isOld = true
      if (isOn) look()
    },
    heard: (actions) => {
      if (!isOn || isOld || !actions.some((action) => decisive.test(action))) return
      isOld = true
      clearTimeout(timer)
      timer = setTimeout(look, soonMillis)
      timer.unref()
    },
    pass: () => oneAtATime(pass),
    nextDue: () => (nextDue === undefined ? null : new Date(nextDue).toISOString()),
    stop: async () => {
      isOn = false
      clearTimeout(timer)
      await engine.stop()
      await passing
    },
  }
}

const ofTrigger = ({ wanted, passed }: DuePlan, trigger: RunTrigger): Plan => ({
  wanted: wanted.filter((one) => one.trigger === trigger),
  passed: passed.filter((one) => one.trigger === trigger),
})
