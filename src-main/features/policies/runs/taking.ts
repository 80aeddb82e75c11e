import { setImmediate as breathe } from 'node:timers/promises'
import type { SnapshotFormat } from '../../../../src-shared/contract/enums.ts'
import { snapshotOptionsSchema } from '../../../../src-shared/contract/room-model.ts'
import type { Executor } from '../../../platform/db/index.ts'
import type { Log } from '../../../platform/log/index.ts'
import { type NewEntry, systemCall } from '../../audit/index.ts'
import type { Making } from '../../snapshots/index.ts'
import type { Budgets } from '../../storage/index.ts'
import type { Tables } from '../../tables.ts'
import type { PolicyTools } from '../tools.ts'
import { type Decision, writeDecisions } from './decisions.ts'
import { blockedBy } from './ending.ts'
import { patiently } from './patience.ts'
import { aboutPeriod, type Passed, type Wanted } from './plan.ts'
import * as store from './store.ts'

export interface TakingTools extends PolicyTools {
  log: Log
  making: Making
  budgets: Budgets
  /** Is there a budget for the number of snapshots? */
  countsSnapshots: () => boolean
  kick: () => void
}

/** One snapshot to take. */
export type Take = Omit<Wanted, 'formats'> & { format: SnapshotFormat }

/** So many at once: a transaction stays short, and a person's calls find their place in between. */
const takenAtOnce = 40
const passedAtOnce = 200

/** Nothing was done that an entry could tell of. */
class NothingMade extends Error {}

export const takesOf = (wanted: readonly Wanted[]): Take[] =>
  wanted.flatMap(({ formats, ...one }) => formats.map((format) => ({ ...one, format })))

/**
 * Writes the rows and tasks of snapshots, a few in each transaction; what a budget forbids is
 * blocked before anything is rendered.
 * @param goOn asked before each; false stops
 * @param onDecided told how many were decided against
 */
export async function takeAll(
  tools: TakingTools,
  runId: number,
  takes: readonly Take[],
  { goOn, onDecided }: { goOn: () => boolean; onDecided: (count: number) => void },
): Promise<void> {
  for (let from = 0; from < takes.length && goOn(); from += takenAtOnce) {
    onDecided(await takeSome(tools, runId, takes.slice(from, from + takenAtOnce)))
    await breathe()
  }
}

async function takeSome(
  tools: TakingTools,
  runId: number,
  takes: readonly Take[],
): Promise<number> {
  const { audit, budgets, db, kick } = tools
  let disk: Error | undefined
  await budgets.checkDisk(0).catch((error: Error) => {
    disk = error
  })
  let decided: (Decision & Pick<Take, 'format'>)[] = []
  const work = async (trx: Executor<Tables>) => {
    decided = []
    const rooms = await store.roomsToTake(
      trx,
      takes.map(({ room }) => room.id),
    )
    const inFlight = await inFlightIn(trx, tools)
    const entries: { entry: NewEntry; as: ReturnType<typeof systemCall> }[] = []
    for (const take of takes) {
      const room = rooms.get(take.room.id)
      // Deleted meanwhile, with its item.
      if (room === undefined) continue
      const about = { ...aboutPeriod(take), format: take.format }
      try {
        if (disk !== undefined) throw disk
        await afford(trx, budgets, room.organization_id, inFlight)
      } catch (error) {
        decided.push({ ...about, ...blockedBy(error) })
        continue
      }
      const { vessel_ids: _, ...options } = snapshotOptionsSchema.parse(take.set.body.options)
      const call = systemCall('scheduler', { ...take.room, party: null })
      const made = await tools.making.automatic(
        trx,
        {
          ...{ room, format: take.format, options, trigger: take.trigger, run_id: runId },
          policy_set_id: take.set.row.id,
          ...{ cadence: take.cadence, period_key: take.period_key },
          queue: room.organization_id,
        },
        call,
      )
      if (made === undefined) {
        const message = 'another run has taken this period'
        decided.push({ ...about, action: 'skipped', reason: 'already_in_period', message })
        continue
      }
      inFlight.add(room.organization_id)
      await store.noteSnapshot(trx, { run_id: runId, ...about, format: take.format }, made.id)
      entries.push({ entry: made.entry, as: call })
    }
    await decide(trx, tools, runId, decided)
    return entries
  }
  try {
    await patiently(tools.log, () =>
      audit.change(systemCall('scheduler'), async ({ trx, recordAll, afterCommit }) => {
        const entries = await work(trx)
        if (entries.length === 0) throw new NothingMade()
        await recordAll(entries)
        afterCommit(kick)
      }),
    )
  } catch (error) {
    if (!(error instanceof NothingMade)) throw error
    await db.transaction().execute((trx) => decide(trx, tools, runId, decided))
  }
  return decided.length
}

/** Writes what was decided against, and takes it off the run's list. */
async function decide(
  trx: Executor<Tables>,
  tools: PolicyTools,
  runId: number,
  decided: readonly (Decision & Pick<Take, 'format'>)[],
): Promise<void> {
  if (decided.length === 0) return
  await writeDecisions(trx, tools, runId, decided)
  for (const one of decided) await store.removeItem(trx, { run_id: runId, ...one })
}

/** How many snapshots are being made, of each organization and of all. */
async function inFlightIn(trx: Executor<Tables>, { countsSnapshots }: TakingTools) {
  const counts = countsSnapshots() ? await store.generating(trx) : new Map<string, number>()
  let all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  return {
    all: () => all,
    of: (organizationId: string) => counts.get(organizationId) ?? 0,
    add: (organizationId: string) => {
      all += 1
      counts.set(organizationId, (counts.get(organizationId) ?? 0) + 1)
    },
  }
}

/** @throws BUDGET_EXCEEDED, or what kept the budget from being read */
async function afford(
  trx: Executor<Tables>,
  budgets: Budgets,
  organization_id: string,
  inFlight: Awaited<ReturnType<typeof inFlightIn>>,
): Promise<void> {
  await budgets.check(trx, { organization_id: null, snapshots: inFlight.all() + 1, bytes: 0 })
  await budgets.check(trx, {
    organization_id,
    snapshots: inFlight.of(organization_id) + 1,
    bytes: 0,
  })
}

/** What a dry run would take: the same budgets, and nothing made. */
export async function takesInTheory(
  tools: TakingTools,
  takes: readonly Take[],
): Promise<Decision[]> {
  const { db, budgets } = tools
  let disk: Error | undefined
  await budgets.checkDisk(0).catch((error: Error) => {
    disk = error
  })
  const inFlight = await inFlightIn(db, tools)
  const decisions: Decision[] = []
  for (const [index, take] of takes.entries()) {
    const about = { ...aboutPeriod(take), format: take.format }
    try {
      if (disk !== undefined) throw disk
      await afford(db, budgets, take.room.organization_id, inFlight)
      inFlight.add(take.room.organization_id)
      decisions.push({ ...about, action: 'created', reason: 'dry_run' })
    } catch (error) {
      decisions.push({ ...about, ...blockedBy(error) })
    }
    if (index % takenAtOnce === 0) await breathe()
  }
  return decisions
}

/** Writes the records of periods of which no snapshot is taken. */
export async function passAll(
  tools: PolicyTools & { log: Log },
  runId: number,
  passed: readonly Passed[],
  options: { isDry: boolean; goOn: () => boolean; onDecided: (count: number) => void },
): Promise<void> {
  const decisions = passed.map(
    (one): Decision => ({
      ...aboutPeriod(one),
      ...{ action: 'skipped', reason: one.reason, message: one.message },
    }),
  )
  await writeAll(tools, runId, decisions, options)
}

/** Writes decisions that concern nothing but themselves, a few in each transaction. */
export async function writeAll(
  tools: PolicyTools & { log: Log },
  runId: number,
  decisions: readonly Decision[],
  {
    isDry,
    goOn,
    onDecided,
  }: { isDry: boolean; goOn: () => boolean; onDecided: (count: number) => void },
): Promise<void> {
  for (let from = 0; from < decisions.length && goOn(); from += passedAtOnce) {
    const some = decisions.slice(from, from + passedAtOnce)
    await patiently(tools.log, () =>
      tools.db.transaction().execute((trx) => writeDecisions(trx, tools, runId, some, isDry)),
    )
    onDecided(some.length)
    await breathe()
  }
}
