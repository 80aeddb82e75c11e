import { setTimeout } from 'node:timers/promises'
import { systemCode } from '../../../platform/domain-error.ts'
import type { Log } from '../../../platform/log/index.ts'

const waits = [200, 1_000, 5_000]

/** Does it again where the database is busy: somebody else writes for a moment. */
export async function patiently<Result>(log: Log, work: () => Promise<Result>): Promise<Result> {
  for (const wait of waits) {
    try {
      return await work()
    } catch (error) {
      if (!/^SQLITE_(BUSY|LOCKED)/.test(systemCode(error) ?? '')) throw error
      log.warn({ err: error }, 'the database is busy; a run waits')
      await setTimeout(wait)
    }
  }
  return work()
}
