import { setImmediate as breathe } from 'node:timers/promises'
import type { RunTrigger } from '../../../../src-shared/contract/enums.ts'
import type { Run } from '../../../../src-shared/contract/runs.ts'
import type { Log } from '../../../platform/log/index.ts'
import type { Tasks } from '../../../platform/tasks/index.ts'
import { type Call, type Change, systemCall } from '../../audit/index.ts'
import { type SnapshotEnded, taskId } from '../../snapshots/index.ts'
import { writeDecisions } from './decisions.ts'
import { createSnapshotEnded, type Made } from './ending.ts'
import { outcomeOf } from './outcome.ts'
import { aboutPeriod, fairOrder, type Plan, type Wanted } from './plan.ts'
import { madeInTheory, type PruningTools, prunableOf, pruneAfterRun } from './pruning.ts'
import { type Removal, removeAll } from './retention.ts'
import { toRun } from './shapes.ts'
import * as store from './store.ts'
import { passAll, type TakingTools, takeAll, takesInTheory, takesOf, writeAll } from './taking.ts'

/** A run that has been written, and what it has to do. */
export interface NewRun {
  id: number
  plan: Plan
  /** Of a pruning that a person agreed to. */
  removals: readonly Removal[]
  by: Call
  isDry: boolean
}

export interface EngineTools extends TakingTools, PruningTools {
  log: Log
  host: string
  tasks: () => Pick<Tasks, 'get' | 'cancel'>
  publish: (run: Run) => void
}

/** Carries runs out, one after the other. */
export interface Engine {
  /** Writes a run, what it has still to decide, and its entry, in the caller's change. */
  add(
    change: Change,
    what: {
      plan: Plan
      removals?: readonly Removal[]
      trigger: RunTrigger
      isDry: boolean
      by: Call
    },
  ): Promise<NewRun>
  /** Begins a run that is durable, or lets it wait for those before it. */
  begin(run: NewRun): Promise<void>
  /** What is being made is finished, nothing more is begun. */
  cancel(id: number): void
  /** A run with how far it is. */
  withProgress(row: store.RunRow): Run
  /** Does any run wait or run in this process? */
  isBusy(): boolean
  snapshotEnded: SnapshotEnded
  /** Resolves when no run waits or runs. */
  idle(): Promise<void>
  /** Leaves what runs as it is: the next start finishes it. */
  stop(): Promise<void>
}

interface Active {
  run: NewRun
  total: number
  done: number
  made: Made[]
  since: number
  cancelled: boolean
  notice: () => void
  toldAt: number
}

/** Ends a run's work because the program does. */
class Stopping extends Error {}

/** So many items stand in the transaction that makes the run. */
const itemsAtFirst = 2000
const lookMillis = 2_000
const tellMillis = 250

export function createEngine(tools: EngineTools): Engine {
  const { db, audit, clock, log, host } = tools
  const queue: NewRun[] = []
  let active: Active | undefined
  let working: Promise<void> | undefined
  let stopping = false

  const withProgress: Engine['withProgress'] = (row) => {
    const run = toRun(row)
    if (active?.run.id !== row.seq || row.finished_at !== null) return run
    const { total, done, since } = active
    const share = total === 0 ? 0 : Math.min(1, done / total)
    const left = share === 0 ? undefined : ((performance.now() - since) * (1 - share)) / share
    return {
      ...run,
      progress: Math.min(99, Math.floor(share * 100)),
      estimated_finish_at:
        left === undefined ? null : new Date(clock.millis() + left).toISOString(),
    }
  }

  const tell = async (id: number) => {
    const row = await store.byId(db, id)
    if (row !== undefined) tools.publish(withProgress(row))
  }
  const tellNow = (id: number) =>
    tell(id).catch((error: unknown) => log.warn({ err: error }, 'a run could not be told of'))
  const onDecided = (now: Active, count: number) => {
    now.done += count
    now.notice()
    if (performance.now() - now.toldAt < tellMillis) return
    now.toldAt = performance.now()
    void tellNow(now.run.id)
  }

  const snapshotEnded = createSnapshotEnded(tools, (runId, made) => {
    if (active?.run.id !== runId) {
      // Its run ended with the process that made it; the counts have changed.
      void tellNow(runId)
      return
    }
    if (made !== undefined) active.made.push(made)
    onDecided(active, 1)
  })

  const carryOut = async (run: NewRun): Promise<void> => {
    const { id, plan, removals, isDry } = run
    const takes = takesOf(fairOrder(plan.wanted))
    const now: Active = {
      run,
      total: takes.length + plan.passed.length + removals.length,
      ...{ done: 0, made: [], since: performance.now(), cancelled: false, toldAt: 0 },
      notice: () => undefined,
    }
    active = now
    const goOn = () => {
      if (stopping) throw new Stopping()
      return !now.cancelled
    }
    const options = { isDry, goOn, onDecided: (count: number) => onDecided(now, count) }
    const begun = await store.byId(db, id)
    if (begun === undefined || begun.status === 'cancelled') now.cancelled = true
    else {
      await store.change(db, id, { status: 'running', started_at: clock.iso() })
      await tell(id)
    }
    await passAll(tools, id, plan.passed, options)
    if (isDry) {
      const decisions = await takesInTheory(tools, takes)
      await writeAll(tools, id, decisions, options)
    } else {
      await takeAll(tools, id, takes, options)
      await allEnded(now)
    }
    if (goOn()) await prune(now, plan.wanted)
    if (goOn()) await removeAll(tools, id, removals, { by: run.by, goOn })
    await finish(now)
  }

  /** Waits until the run has nothing left to decide. */
  const allEnded = async (now: Active): Promise<void> => {
    let woundUp = false
    for (;;) {
      if (stopping) throw new Stopping()
      if (now.cancelled && !woundUp) {
        woundUp = true
        await windUp(now)
      }
      if ((await store.countItems(db, now.run.id)) === 0) return
      await new Promise<void>((resolve) => {
        // What is deleted with its room tells nobody.
        const timer = setTimeout(resolve, lookMillis)
        now.notice = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  /** Takes what has not been begun off the list of a cancelled run. */
  const windUp = async ({ run: { id } }: Active): Promise<void> => {
    const items = await store.itemsOf(db, id)
    const atOnce = 100
    const bare = items.filter(({ snapshot_id }) => snapshot_id === null)
    for (let from = 0; from < bare.length; from += atOnce) {
      await db.transaction().execute((trx) =>
        dropItems(trx, tools, bare.slice(from, from + atOnce), {
          ...{ reason: 'cancelled', message: 'the run was cancelled' },
        }),
      )
      await breathe()
    }
    for (const { snapshot_id } of items) {
      if (stopping) throw new Stopping()
      if (snapshot_id === null) continue
      const task = await tools.tasks().get(taskId(snapshot_id))
      if (task?.status === 'pending') await tools.tasks().cancel(task.id)
      await breathe()
    }
  }

  const prune = async (now: Active, wanted: readonly Wanted[]): Promise<void> => {
    const { id, isDry } = now.run
    const made = isDry ? madeInTheory(wanted) : now.made
    await pruneAfterRun(tools, id, prunableOf(wanted, made), {
      isDry,
      goOn: () => {
        if (stopping) throw new Stopping()
        return !now.cancelled
      },
    })
  }

  const finish = async (now: Active): Promise<void> => {
    const { id } = now.run
    await audit.change(systemCall('scheduler'), async ({ trx, record }) => {
      const row = await store.byId(trx, id)
      if (row === undefined) return
      const { status, error_summary } = outcomeOf(row, now.cancelled)
      await store.change(trx, id, {
        status,
        error_summary,
        progress: now.cancelled ? withProgress(row).progress : 100,
        finished_at: clock.iso(),
      })
      await record(finishedEntry(row, status, now.run.isDry))
    })
  }

  /** A run that something unexpected ends: what it has not decided stays for the next one. */
  const fail = async (run: NewRun, error: unknown): Promise<void> => {
    log.error({ err: error, run: run.id }, 'a run failed')
    const items = (await store.itemsOf(db, run.id)).filter(
      ({ snapshot_id }) => snapshot_id === null,
    )
    const message = 'Something went wrong in the run; the log has the details.'
    await audit.change(systemCall('scheduler'), async ({ trx, record }) => {
      await dropItems(trx, tools, items, { action: 'failed', reason: 'error', message })
      const row = await store.byId(trx, run.id)
      if (row === undefined) return
      const fields = { status: 'failed' as const, error_summary: message }
      await store.change(trx, run.id, { ...fields, finished_at: clock.iso() })
      await record(finishedEntry(row, 'failed', run.isDry))
    })
  }

  const work = async () => {
    for (;;) {
      const run = queue.shift()
      if (run === undefined || stopping) return
      try {
        await carryOut(run)
      } catch (error) {
        if (error instanceof Stopping || stopping) return
        await fail(run, error).catch((refused: unknown) =>
          log.error({ err: refused, run: run.id }, 'the end of a run could not be written'),
        )
      } finally {
        active = undefined
      }
      await tellNow(run.id)
    }
  }

  return {
    snapshotEnded,
    withProgress,
    isBusy: () => working !== undefined,

    add: async ({ trx, record }, { plan, removals = [], trigger, isDry, by }) => {
      const id = await store.insertRun(trx, {
        trigger,
        dry_run: isDry ? 1 : 0,
        status: 'queued',
        policy_set_id: only(plan, removals, ({ set }) => set.row.id),
        cadence: only(plan, removals, ({ cadence }) => cadence),
        total_rooms: new Set(
          [...plan.wanted, ...plan.passed, ...removals].map(({ room }) => room.id),
        ).size,
        ...{ created: 0, deleted: 0, failed: 0, skipped: 0, blocked: 0, progress: 0 },
        ...{ estimated_finish_at: null, error_summary: null },
        ...{ triggered_by: by.actor.email, host, created_at: clock.iso() },
        ...{ started_at: null, finished_at: null },
      })
      if (!isDry) await store.insertItems(trx, itemsOf(id, plan).slice(0, itemsAtFirst))
      await record({
        action: 'run.started',
        resource_type: 'run',
        resource_id: String(id),
        detail: {
          trigger,
          dry_run: isDry,
          snapshots: plan.wanted.reduce((sum, { formats }) => sum + formats.length, 0),
          ...(removals.length === 0 ? {} : { removals: removals.length }),
        },
      })
      return { id, plan, removals, by, isDry }
    },

    begin: async (run) => {
      if (!run.isDry) {
        const rest = itemsOf(run.id, run.plan).slice(itemsAtFirst)
        for (let from = 0; from < rest.length; from += itemsAtFirst) {
          await store.insertItems(db, rest.slice(from, from + itemsAtFirst))
          await breathe()
        }
      }
      queue.push(run)
      working ??= work().finally(() => {
        working = undefined
      })
    },

    cancel: (id) => {
      if (active?.run.id !== id) return
      active.cancelled = true
      active.notice()
    },

    idle: async () => {
      while (working !== undefined) await working
    },

    stop: async () => {
      stopping = true
      active?.notice()
      await working
    },
  }
}

const itemsOf = (run_id: number, { wanted }: Plan): store.Item[] =>
  takesOf(wanted).map(({ format, ...take }) => {
    const { due_at, period_key, ...about } = aboutPeriod(take)
    return {
      run_id,
      format,
      ...about,
      period_key: period_key ?? '',
      due_at: due_at ?? null,
      snapshot_id: null,
    }
  })

/** Writes what became of items that no snapshot was begun for, and takes them off the list. */
export async function dropItems(
  trx: Parameters<typeof writeDecisions>[0],
  tools: Parameters<typeof writeDecisions>[1],
  items: readonly store.Item[],
  why: {
    action?: 'skipped' | 'failed'
    reason: 'cancelled' | 'interrupted' | 'error'
    message: string
  },
): Promise<void> {
  const [first] = items
  if (first === undefined) return
  await writeDecisions(
    trx,
    tools,
    first.run_id,
    items.map(({ run_id: _, ...item }) => ({ action: 'skipped', ...item, ...why })),
  )
  for (const item of items) await store.removeItem(trx, item)
}

/** How the end of a run stands in the trail. */
export const finishedEntry = (
  row: store.RunRow,
  status: store.RunRow['status'],
  isDry: boolean,
) => ({
  action: 'run.finished',
  resource_type: 'run',
  resource_id: String(row.seq),
  outcome: status === 'failed' ? ('failed' as const) : ('success' as const),
  detail: {
    status,
    dry_run: isDry,
    ...{ created: row.created, deleted: row.deleted, failed: row.failed },
    ...{ skipped: row.skipped, blocked: row.blocked },
  },
})

/** What all of a run have in common; null where they differ. */
function only(
  { wanted, passed }: Plan,
  removals: readonly Removal[],
  of: (one: Pick<Wanted, 'set' | 'cadence'>) => string,
): string | null {
  const all = new Set([...wanted, ...passed, ...removals].map(of))
  const [first] = all
  return all.size === 1 ? (first ?? null) : null
}
