import type { CreateRunInput, Pruning, Run } from '../../../../src-shared/contract/runs.ts'
import { DomainError } from '../../../platform/domain-error.ts'
import type { Call } from '../../audit/index.ts'
import type { PolicyTools } from '../tools.ts'
import { toRun } from './shapes.ts'
import * as store from './store.ts'

/** Executions of automation. */
export interface Runs {
  list(filter: store.RunFilter): Promise<{ runs: Run[]; total: number }>
  /** Those that wait or run, oldest first. */
  active(): Promise<{ runs: Run[]; total: number }>
  /** @throws NOT_FOUND */
  get(id: number): Promise<Run>
  create(input: CreateRunInput, call: Call): Promise<Run>
  cancel(id: number, call: Call): Promise<Run>
  pruningPreview(policySetId: string): Promise<Pruning>
  prune(
    input: { policy_set_id: string; count: number; preview_token?: string | undefined },
    call: Call,
  ): Promise<Run>
}

export function createRuns({ db }: PolicyTools): Runs {
  const found = async (id: number): Promise<store.RunRow> => {
    const row = await store.byId(db, id)
    if (row === undefined) throw new DomainError('NOT_FOUND', `There is no run ${id}.`)
    return row
  }
  const later = () => {
    throw new DomainError('CONFLICT', 'Runs cannot be started yet.')
  }
  return {
    list: async (filter) => ({
      runs: (await store.list(db, filter)).map(toRun),
      total: await store.count(db, filter),
    }),
    active: async () => {
      const runs = (await store.open(db)).map(toRun)
      return { runs, total: runs.length }
    },
    get: async (id) => toRun(await found(id)),
    create: later,
    cancel: later,
    pruningPreview: later,
    prune: later,
  }
}
