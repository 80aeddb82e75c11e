import { setImmediate as breathe } from 'node:timers/promises'
import { systemCall } from '../../audit/index.ts'
import type { PolicyTools } from '../tools.ts'
import { dropItems, finishedEntry } from './engine.ts'
import * as store from './store.ts'

const atOnce = 200

/**
 * Finishes the runs that a process left open when it ended: one process at a time has a workspace
 * open, so at a start nobody carries them out. What they had not begun is recorded as interrupted and
 * is due again; what was being made is taken up again by its task, and gets its record then.
 * @returns how many there were
 */
export async function recoverRuns(tools: PolicyTools): Promise<number> {
  const { db, audit, clock } = tools
  const left = await store.open(db)
  for (const run of left) {
    const items = await store.itemsOf(db, run.seq)
    const bare = items.filter(({ snapshot_id }) => snapshot_id === null)
    const message = 'the program ended before this was begun'
    for (let from = 0; from < bare.length; from += atOnce) {
      await db.transaction().execute((trx) =>
        dropItems(trx, tools, bare.slice(from, from + atOnce), {
          ...{ reason: 'interrupted', message },
        }),
      )
      await breathe()
    }
    const underWay = items.length - bare.length
    await audit.change(systemCall(), async ({ trx, record }) => {
      const now = await store.byId(trx, run.seq)
      if (now === undefined) return
      const decided = now.created + now.deleted + now.failed + now.skipped + now.blocked
      await store.change(trx, run.seq, {
        status: 'partial',
        // Never all of it: the next run prunes after this one too.
        progress: Math.min(99, Math.floor((100 * decided) / Math.max(1, decided + underWay))),
        error_summary: summaryOf(bare.length, underWay),
        finished_at: clock.iso(),
      })
      await record(finishedEntry(now, 'partial', now.dry_run === 1))
    })
  }
  return left.length
}

function summaryOf(interrupted: number, underWay: number): string {
  const parts = [
    ...(interrupted === 0 ? [] : [`${interrupted} not begun`]),
    ...(underWay === 0 ? [] : [`${underWay} being made, which are taken up again`]),
  ]
  return `The program ended during the run${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.`
}
