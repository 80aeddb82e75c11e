import type { CreateRunInput, Pruning, Run } from '../../../../src-shared/contract/runs.ts'
import { isMassDeletion } from '../../../../src-shared/rules/safety.ts'
import { badField, DomainError } from '../../../platform/domain-error.ts'
import type { Previews } from '../../../platform/previews/index.ts'
import type { Call } from '../../audit/index.ts'
import { openRooms } from '../coverage-store.ts'
import { grouped, readStanding } from '../standing.ts'
import { narrowed, planAsked } from './asked.ts'
import { planDue } from './due.ts'
import type { Engine, EngineTools } from './engine.ts'
import * as marks from './marks-store.ts'
import type { Plan } from './plan.ts'
import { deletionLimits } from './pruning.ts'
import { type Prunable, type Removal, removalsOf } from './retention.ts'
import * as kept from './retention-store.ts'
import type { ScheduleSince } from './since.ts'
import * as store from './store.ts'

/** Executions of automation. */
export interface Runs {
  list(filter: store.RunFilter): Promise<{ runs: Run[]; total: number }>
  /** Those that have not ended, oldest first. */
  active(): Promise<{ runs: Run[]; total: number }>
  /** @throws NOT_FOUND */
  get(id: number): Promise<Run>
  /**
   * Answers as soon as the run is durable; it is carried out after those before it.
   * @throws NOTHING_DUE where there is nothing to do: that is no run. BAD_REQUEST, CONFLICT
   */
  create(input: CreateRunInput, call: Call): Promise<Run>
  /** @throws NOT_FOUND, CONFLICT for one that has ended */
  cancel(id: number, call: Call): Promise<Run>
  /** What the retention of a set would remove now. @throws NOT_FOUND */
  pruningPreview(policySetId: string): Promise<Pruning>
  /**
   * Removes what a preview showed, as a run of its own.
   * @throws BAD_REQUEST for another number than that, PREVIEW_NEEDED with a fresh preview
   */
  prune(
    input: { policy_set_id: string; count: number; preview_token?: string | undefined },
    call: Call,
  ): Promise<Run>
}

const shownAtMost = 100

const refusals = {
  missing: 'Look first at what would be removed, and repeat it with that preview.',
  expired: 'The preview is older than ten minutes. Look again at what would be removed.',
  stale: 'Something has changed since the preview. Look again at what would be removed.',
}

export function createRuns({
  engine,
  scheduleSince,
  previews,
  ...tools
}: EngineTools & { engine: Engine; scheduleSince: ScheduleSince; previews: Previews }): Runs {
  const { db, audit, clock, settings } = tools

  const found = async (id: number): Promise<store.RunRow> => {
    const row = await store.byId(db, id)
    if (row === undefined) throw new DomainError('NOT_FOUND', `There is no run ${id}.`)
    return row
  }

  /** @returns what to do, and what to remember once the run is there */
  const planOf = async ({ due_only, dry_run, ...asked }: CreateRunInput) => {
    const now = clock.iso()
    const nothing = async () => undefined
    if (!due_only) return { plan: await planAsked(db, now, asked), remember: nothing }
    if (engine.isBusy()) {
      throw new DomainError('CONFLICT', 'A run is under way; what is due is taken after it.')
    }
    const due = await planDue(db, now, scheduleSince)
    const plan = await narrowed(db, due, now, asked)
    if (dry_run) return { plan, remember: nothing }
    await marks.put(db, due.marks)
    const isAll = Object.values(asked).every((one) => one === undefined)
    // What was not asked about has not been looked after: its events are still to be met.
    const remember = async () => {
      if (isAll) await marks.saveState(db, { passed_at: now, audit_seq: due.audit_seq })
    }
    return { plan, remember }
  }

  const stateOf = async (policySetId: string) => {
    const standing = await readStanding(db, clock.iso())
    const set = standing.sets.find(({ row }) => row.id === policySetId)
    if (set === undefined) throw new DomainError('NOT_FOUND', 'There is no such policy set.')
    const rooms = await openRooms(db, { party: null })
    const prunable = rooms
      .filter((room) => standing.decide(room).set?.row.id === policySetId)
      .flatMap((room) =>
        set.body.cadences.map(
          ({ name }): Prunable => ({ room, set, cadence: name, formats: set.body.formats }),
        ),
      )
    const removals = (await removalsOf(db, prunable, standing.now)).sort((a, b) =>
      a.created_at < b.created_at ? -1 : 1,
    )
    return {
      set,
      removals,
      subject: `policy_sets.prune ${policySetId}`,
      state: removals.map(({ id }) => id).sort(),
    }
  }

  const previewOf = async ({
    set: { row },
    removals,
    subject,
    state,
  }: Awaited<ReturnType<typeof stateOf>>): Promise<Pruning> => {
    const total = await kept.countCompleted(db, row.id)
    const limits = deletionLimits(settings())
    return {
      policy_set_id: row.id,
      policy_set_name: row.name,
      would_remove: removals.length,
      total,
      bytes: removals.reduce((sum, { file_size }) => sum + file_size, 0),
      is_mass_deletion: isMassDeletion({ removing: removals.length, created: 0, total }, limits),
      limits: { snapshots: limits.count, percent: limits.percent },
      rooms: await mostLosing(removals),
      snapshots: removals
        .slice(0, shownAtMost)
        .map(({ id, room, cadence, format, created_at, reason }) => ({
          ...{ id, room_id: room.id, cadence, format, created_at, reason },
        })),
      ...previews.issue(subject, state),
    }
  }

  const mostLosing = async (removals: readonly Removal[]): Promise<Pruning['rooms']> => {
    const counts = [...grouped(removals, ({ room }) => room.id)]
      .map(([id, ofRoom]) => ({ id, count: ofRoom.length }))
      .sort((a, b) => b.count - a.count)
      .slice(0, shownAtMost)
    const names = await kept.roomNames(
      db,
      counts.map(({ id }) => id),
    )
    return counts.flatMap(({ id, count }) => {
      const room = names.find((one) => one.id === id)
      return room === undefined
        ? []
        : [{ room_id: id, room_code: room.code, room_title: room.title, count }]
    })
  }

  return {
    list: async (filter) => ({
      runs: (await store.list(db, filter)).map(engine.withProgress),
      total: await store.count(db, filter),
    }),

    active: async () => {
      const runs = (await store.open(db)).map(engine.withProgress)
      return { runs, total: runs.length }
    },

    get: async (id) => engine.withProgress(await found(id)),

    create: async (input, call) => {
      const { plan, remember } = await planOf(input)
      // What is only passed over by a person's wish is nothing to do; a missed time is accounted for.
      if (plan.wanted.length === 0 && (!input.due_only || plan.passed.length === 0)) {
        await remember()
        throw new DomainError('NOTHING_DUE', nothing(plan, input.due_only))
      }
      const triggers = new Set([...plan.wanted, ...plan.passed].map(({ trigger }) => trigger))
      const [one = 'on_demand'] = triggers
      const run = await audit.change(call, (change) =>
        engine.add(change, {
          plan,
          trigger: triggers.size === 1 ? one : 'scheduled',
          isDry: input.dry_run,
          by: call,
        }),
      )
      await engine.begin(run)
      await remember()
      return engine.withProgress(await found(run.id))
    },

    cancel: async (id, call) => {
      await audit.change(call, async ({ trx, record, afterCommit }) => {
        const row = await store.byId(trx, id)
        if (row === undefined) throw new DomainError('NOT_FOUND', `There is no run ${id}.`)
        if (row.finished_at !== null || row.status === 'cancelled') {
          throw new DomainError(
            'CONFLICT',
            `The run is ${row.status} already; only one that waits or runs can be cancelled.`,
          )
        }
        await store.change(trx, id, { status: 'cancelled' })
        await record({
          action: 'run.cancelled',
          resource_type: 'run',
          resource_id: String(id),
          detail: { before: row.status },
        })
        afterCommit(() => engine.cancel(id))
      })
      return engine.withProgress(await found(id))
    },

    pruningPreview: async (id) => previewOf(await stateOf(id)),

    prune: async ({ policy_set_id, count, preview_token }, call) => {
      const now = await stateOf(policy_set_id)
      const { removals, subject, state } = now
      if (removals.length === 0) {
        throw new DomainError('NOTHING_DUE', 'The retention of this set removes nothing now.')
      }
      const verdict = previews.judge(preview_token, subject, state)
      if (verdict !== 'good') {
        throw new DomainError('PREVIEW_NEEDED', refusals[verdict], {
          count: removals.length,
          preview: { ...(await previewOf(now)) },
        })
      }
      if (count !== removals.length) {
        throw badField('count', `must be ${removals.length}, the number of snapshots shown`)
      }
      const run = await audit.change(call, (change) =>
        engine.add(change, {
          plan: { wanted: [], passed: [] },
          ...{ removals, trigger: 'on_demand', isDry: false, by: call },
        }),
      )
      await engine.begin(run)
      return engine.withProgress(await found(run.id))
    },
  }
}

function nothing({ passed }: Plan, isDueOnly: boolean): string {
  if (isDueOnly) return 'Nothing is due.'
  const [first] = passed
  if (first === undefined) return 'No policy set decides about any of the rooms asked about.'
  return passed.every(({ reason }) => reason === 'already_in_period')
    ? 'Every room asked about has its snapshot of the present period already.'
    : `No room asked about can be taken now: ${first.message ?? first.reason}`
}
