import type {
  CreatePolicySetInput,
  PolicySet,
  PolicySetBody,
  PolicySetVersion,
  PreviewPolicySetInput,
  SavePreview,
  UpdatePolicySetInput,
} from '../../../src-shared/contract/policy-sets.ts'
import { snapshotOptionsSchema } from '../../../src-shared/contract/room-model.ts'
import { inScope } from '../../../src-shared/rules/effective.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Previews } from '../../platform/previews/index.ts'
import type { Call, Change } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import * as assignments from './assignments-store.ts'
import { createSavePreviews } from './save-previews.ts'
import { requireSameScope, requireScope, scopeOf } from './set-scope.ts'
import {
  bodyOf,
  cadencesOf,
  changesBetween,
  columnsOf,
  parseBody,
  toPolicySet,
} from './set-shapes.ts'
import * as store from './sets-store.ts'
import type { PolicyTools } from './tools.ts'

/** The rules that automation goes by. Every save is a version; the scope is fixed once made. */
export interface PolicySets {
  list(filter: store.SetFilter): Promise<{ policy_sets: PolicySet[]; count: number }>
  /** @throws NOT_FOUND */
  get(id: string): Promise<PolicySet>
  /** @throws BAD_REQUEST naming the field, CONFLICT for a name that the scope has already */
  create(input: CreatePolicySetInput, call: Call): Promise<PolicySet>
  /** What saving this, or an earlier version again, would take away. @throws as `update` */
  preview(input: PreviewPolicySetInput): Promise<SavePreview>
  /** @throws as `create`, NOT_FOUND, and PREVIEW_NEEDED when it would remove more than the set does */
  update(input: UpdatePolicySetInput, call: Call): Promise<PolicySet>
  /** @throws NOT_FOUND, IN_USE with the number of assignments unless `assign_to` says where they go */
  delete(
    input: { policy_set_id: string; assign_to?: string | undefined },
    call: Call,
  ): Promise<void>
  /** Newest first. @throws NOT_FOUND */
  versions(id: string): Promise<{ versions: PolicySetVersion[]; count: number }>
  /** @throws NOT_FOUND for a version that is not there */
  compare(input: {
    policy_set_id: string
    from: number
    to: number
  }): Promise<{ changes: { path: string; before: unknown; after: unknown }[] }>
  /** Saves an earlier version again, as a new one. @throws NOT_FOUND, CONFLICT, PREVIEW_NEEDED */
  rollback(
    input: {
      policy_set_id: string
      version: number
      comment?: string | undefined
      preview_token?: string | undefined
    },
    call: Call,
  ): Promise<PolicySet>
}

type Db = Executor<Tables>

export function createPolicySets({
  db,
  audit,
  clock,
  ids,
  previews,
}: PolicyTools & { previews: Previews }): PolicySets {
  const saves = createSavePreviews({ db, clock, previews })

  const found = async (executor: Db, id: string): Promise<store.ListedSet> => {
    const row = await store.byId(executor, id)
    if (row === undefined) throw new DomainError('NOT_FOUND', 'There is no such policy set.')
    return row
  }

  const versionOf = async (executor: Db, id: string, version: number): Promise<PolicySetBody> => {
    const row = (await store.versions(executor, id)).find((one) => one.version === version)
    if (row === undefined) {
      throw new DomainError('NOT_FOUND', `The policy set has no version ${version}.`)
    }
    return parseBody(row.body)
  }

  const requireFreeName = async (
    trx: Db,
    wanted: Pick<Tables['policy_sets'], 'scope' | 'scope_id' | 'name'>,
    own: string | undefined,
  ) => {
    const taken = await store.byName(trx, wanted)
    if (taken === undefined || taken.id === own) return
    throw new DomainError(
      'CONFLICT',
      `There is a policy set called ${taken.name} in this scope already.`,
      { issues: [{ path: ['name'], message: 'is taken in this scope' }] },
    )
  }

  /** Writes a body as the next version of a set. */
  const save = async (
    { trx, record }: Change,
    row: store.ListedSet,
    next: { body: PolicySetBody; comment: string | undefined; action: string },
    call: Call,
  ): Promise<PolicySet> => {
    const { body, comment, action } = next
    await requireFreeName(trx, { ...row, name: body.name }, row.id)
    const version = row.version + 1
    const saved = { saved_by: call.actor.email, saved_at: clock.iso() }
    const fields = {
      ...columnsOf(body),
      version,
      updated_by: saved.saved_by,
      updated_at: saved.saved_at,
    }
    await store.change(trx, row.id, fields)
    await store.insertVersion(trx, {
      policy_set_id: row.id,
      version,
      body: JSON.stringify(body),
      comment: comment ?? null,
      ...saved,
    })
    const changes = changesBetween(bodyOf(row), body)
    await record({
      action,
      resource_type: 'policy_set',
      resource_id: row.id,
      detail: {
        name: body.name,
        version,
        comment: comment ?? null,
        before: Object.fromEntries(changes.map((one) => [one.path, one.before])),
        after: Object.fromEntries(changes.map((one) => [one.path, one.after])),
      },
    })
    return toPolicySet({ ...row, ...fields })
  }

  const requirePause = (until: string | null | undefined, standing: string | null) => {
    if (until == null || until === standing || until > clock.iso()) return
    throw badField('paused_until', 'must be later than now; null ends a pause')
  }

  /** The body that an input makes of a set. @throws BAD_REQUEST naming the field */
  const updated = (row: store.ListedSet, input: Omit<UpdatePolicySetInput, 'policy_set_id'>) => {
    requireSameScope(row, input)
    const before = bodyOf(row)
    const cadences = cadencesOf(input, before.cadences)
    requirePause(input.paused_until, row.paused_until)
    const { scope: _, scope_id: __, is_global: ___, tenant_id: ____, ...written } = input
    const { policies: _____, retention_map: ______, ...rest } = written
    const { comment: _______, preview_token: ________, ...facts } = rest
    const given = Object.entries({ ...facts, cadences }).filter(([, one]) => one !== undefined)
    if (given.length === 0) {
      throw new DomainError('BAD_REQUEST', 'Name at least one field to change.')
    }
    const body: PolicySetBody = { ...before, ...Object.fromEntries(given) }
    return body
  }

  /** The body of an earlier version; a pause that has ended meanwhile is none any more. */
  const restored = async (row: store.ListedSet, version: number): Promise<PolicySetBody> => {
    const body = await versionOf(db, row.id, version)
    const ended = body.paused_until !== null && body.paused_until <= clock.iso()
    return ended ? { ...body, paused_until: null } : body
  }

  /** The set as the transaction has it, if it is still what was looked at. @throws CONFLICT */
  const unchanged = async (trx: Db, seen: store.ListedSet) => {
    const row = await found(trx, seen.id)
    if (row.version === seen.version) return row
    throw new DomainError('CONFLICT', `“${row.name}” was saved by ${row.updated_by} meanwhile.`)
  }

  return {
    list: async (filter) => ({
      policy_sets: (await store.list(db, filter)).map(toPolicySet),
      count: await store.count(db, filter),
    }),

    get: async (id) => toPolicySet(await found(db, id)),

    create: async (input, call) => {
      const place = scopeOf(input)
      const cadences = cadencesOf(input, [])
      if (cadences === undefined) throw badField('cadences', 'is needed: at least one cadence')
      requirePause(input.paused_until, null)
      const { vessel_ids: _, ...options } = snapshotOptionsSchema.parse(input.options ?? {})
      const body: PolicySetBody = {
        name: input.name,
        description: input.description ?? null,
        match: input.match ?? {},
        cadences,
        formats: input.formats ?? ['pdf'],
        options,
        keep_min: input.keep_min ?? 1,
        final_snapshot: input.final_snapshot ?? false,
        priority: input.priority ?? 100,
        is_active: input.is_active ?? true,
        paused_until: input.paused_until ?? null,
      }
      return audit.change(call, async ({ trx, record }) => {
        const scope_name = await requireScope(trx, place)
        const { scope, scope_id } = place
        await requireFreeName(trx, { scope, scope_id, name: body.name }, undefined)
        const by = call.actor.email
        const at = clock.iso()
        const row: Tables['policy_sets'] = {
          id: ids.uuid(),
          ...columnsOf(body),
          scope,
          scope_id,
          version: 1,
          created_by: by,
          created_at: at,
          updated_by: by,
          updated_at: at,
        }
        await store.insert(trx, row)
        await store.insertVersion(trx, {
          policy_set_id: row.id,
          version: 1,
          body: JSON.stringify(body),
          comment: input.comment ?? null,
          saved_by: by,
          saved_at: at,
        })
        await record({
          action: 'policy_set.created',
          resource_type: 'policy_set',
          resource_id: row.id,
          detail: { scope, scope_id, ...body },
        })
        return toPolicySet({ ...row, scope_name, assignments: 0 })
      })
    },

    preview: async ({ policy_set_id, version, ...input }) => {
      const row = await found(db, policy_set_id)
      if (version !== undefined && Object.keys(input).length > 0) {
        throw badField('version', 'stands alone: an earlier version has every field')
      }
      const body = version === undefined ? updated(row, input) : await restored(row, version)
      return saves.preview(row, body)
    },

    update: async ({ policy_set_id, ...input }, call) => {
      const { comment, preview_token } = input
      const seen = await found(db, policy_set_id)
      const body = updated(seen, input)
      await saves.requireSeen(seen, body, preview_token)
      return audit.change(call, async (change) => {
        const row = await unchanged(change.trx, seen)
        return save(change, row, { body, comment, action: 'policy_set.updated' }, call)
      })
    },

    delete: ({ policy_set_id, assign_to }, call) =>
      audit.change(call, async ({ trx, record }) => {
        const row = await found(trx, policy_set_id)
        if (row.assignments > 0 && assign_to === undefined) {
          const rooms = `${row.assignments} ${row.assignments === 1 ? 'room' : 'rooms'}`
          throw new DomainError(
            'IN_USE',
            `“${row.name}” is assigned to ${rooms}. Assign another set to them, or name one in assign_to.`,
            { count: row.assignments, usage: { assignments: row.assignments } },
          )
        }
        const heir = assign_to === undefined ? undefined : await heirOf(trx, row, assign_to)
        if (heir !== undefined) {
          await assignments.moveAll(trx, row.id, heir.id, { by: call.actor.email, at: clock.iso() })
        }
        await store.remove(trx, row.id)
        await record({
          action: 'policy_set.deleted',
          resource_type: 'policy_set',
          resource_id: row.id,
          detail: {
            name: row.name,
            before: { scope: row.scope, scope_id: row.scope_id, ...bodyOf(row) },
            assignments_moved: heir === undefined ? 0 : row.assignments,
            assign_to: heir?.id ?? null,
          },
        })
      }),

    versions: async (id) => {
      await found(db, id)
      const rows = await store.versions(db, id)
      const versions = rows.map(({ version, comment, saved_by, saved_at, body }) => ({
        ...{ version, comment, saved_by, saved_at },
        policy_set: parseBody(body),
      }))
      return { versions, count: versions.length }
    },

    compare: async ({ policy_set_id, from, to }) => {
      await found(db, policy_set_id)
      return {
        changes: changesBetween(
          await versionOf(db, policy_set_id, from),
          await versionOf(db, policy_set_id, to),
        ),
      }
    },

    rollback: async ({ policy_set_id, version, comment, preview_token }, call) => {
      const seen = await found(db, policy_set_id)
      const body = await restored(seen, version)
      await saves.requireSeen(seen, body, preview_token)
      return audit.change(call, async (change) => {
        const row = await unchanged(change.trx, seen)
        const next = {
          body,
          comment: comment ?? `Rolled back to version ${version}`,
          action: 'policy_set.rolled_back',
        }
        return save(change, row, next, call)
      })
    },
  }

  /** The set that takes over the assignments. @throws BAD_REQUEST */
  async function heirOf(trx: Db, row: store.ListedSet, id: string) {
    const heir = await store.byId(trx, id)
    if (heir === undefined || heir.id === row.id) {
      throw badField('assign_to', 'must be another policy set')
    }
    for (const room of await assignments.roomsOfSet(trx, row.id)) {
      if (!inScope(heir, room)) {
        throw badField('assign_to', `is for another ${heir.scope} than that of room ${room.code}`)
      }
    }
    return heir
  }
}
