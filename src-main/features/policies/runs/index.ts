import type { Previews } from '../../../platform/previews/index.ts'
import type { SnapshotEnded } from '../../snapshots/index.ts'
import { createEngine, type EngineTools } from './engine.ts'
import { recoverRuns } from './recovery.ts'
import { createScheduler, type Scheduler } from './scheduler.ts'
import { createRuns, type Runs } from './service.ts'
import { createScheduleSince } from './since.ts'

/** The part of the policies that acts: runs, and the scheduler that begins them. */
export interface Automation extends Scheduler {
  runs: Runs
  snapshotEnded: SnapshotEnded
  /** Finishes the runs that a process left open. Before tasks start. */
  recover(): Promise<void>
  /** Resolves when no run waits or runs. */
  idle(): Promise<void>
}

export function createAutomation(tools: EngineTools & { previews: Previews }): Automation {
  const engine = createEngine(tools)
  const scheduleSince = createScheduleSince(tools.db)
  return {
    ...createScheduler({ ...tools, engine, scheduleSince }),
    runs: createRuns({ ...tools, engine, scheduleSince }),
    snapshotEnded: engine.snapshotEnded,
    idle: engine.idle,
    recover: async () => {
      const count = await recoverRuns(tools)
      if (count > 0) tools.log.warn({ count }, 'runs were finished that had been left open')
    },
  }
}
