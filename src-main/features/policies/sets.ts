import type { PolicyScope } from '../../../src-shared/contract/enums.ts'
import type {
  CreatePolicySetInput,
  PolicySet,
  PolicySetBody,
  PolicySetVersion,
  UpdatePolicySetInput,
} from '../../../src-shared/contract/policy-sets.ts'
import { snapshotOptionsSchema } from '../../../src-shared/contract/room-model.ts'
import { inScope } from '../../../src-shared/rules/effective.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Call, Change } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import * as assignments from './assignments-store.ts'
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
  /** @throws as `create`, and NOT_FOUND */
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
  /** Saves an earlier version again, as a new one. @throws NOT_FOUND, CONFLICT */
  rollback(
    input: { policy_set_id: string; version: number; comment?: string | undefined },
    call: Call,
  ): Promise<PolicySet>
}

type Db = Executor<Tables>

export function createPolicySets({ db, audit, clock, ids }: PolicyTools): PolicySets {
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

    update: ({ policy_set_id, comment, ...input }, call) =>
      audit.change(call, async (change) => {
        const row = await found(change.trx, policy_set_id)
        requireSameScope(row, input)
        const before = bodyOf(row)
        const cadences = cadencesOf(input, before.cadences)
        requirePause(input.paused_until, row.paused_until)
        const { scope: _, scope_id: __, is_global: ___, tenant_id: ____, ...written } = input
        const { policies: _____, retention_map: ______, ...facts } = written
        const given = Object.entries({ ...facts, cadences }).filter(([, one]) => one !== undefined)
        if (given.length === 0) {
          throw new DomainError('BAD_REQUEST', 'Name at least one field to change.')
        }
        const body: PolicySetBody = { ...before, ...Object.fromEntries(given) }
        return save(change, row, { body, comment, action: 'policy_set.updated' }, call)
      }),

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

    rollback: ({ policy_set_id, version, comment }, call) =>
      audit.change(call, async (change) => {
        const row = await found(change.trx, policy_set_id)
        const body = await versionOf(change.trx, policy_set_id, version)
        // A pause that has ended meanwhile is none any more.
        const ended = body.paused_until !== null && body.paused_until <= clock.iso()
        const next = {
          body: ended ? { ...body, paused_until: null } : body,
          comment: comment ?? `Rolled back to version ${version}`,
          action: 'policy_set.rolled_back',
        }
        return save(change, row, next, call)
      }),
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

interface Place {
  scope: PolicyScope
  scope_id: string | null
  /** The field that named it. */
  field: 'scope_id' | 'tenant_id'
}
type GivenScope = Pick<CreatePolicySetInput, 'scope' | 'scope_id' | 'is_global' | 'tenant_id'>

/** The scope that an input names, in our words or the predecessor's. @throws BAD_REQUEST */
function scopeOf({ scope, scope_id, is_global, tenant_id }: GivenScope): Place {
  const ours =
    scope ?? (is_global === true ? 'global' : tenant_id == null ? undefined : 'organization')
  if (ours === undefined) {
    throw badField(
      'scope',
      'is needed: global, organization, or terminal (or is_global, tenant_id)',
    )
  }
  if (is_global !== undefined && is_global !== (ours === 'global')) {
    throw badField('is_global', `does not fit the scope ${ours}`)
  }
  if (tenant_id != null && ours !== 'organization') {
    throw badField('tenant_id', `does not fit the scope ${ours}`)
  }
  const id = scope_id ?? tenant_id ?? null
  if (scope_id != null && tenant_id != null && scope_id !== tenant_id) {
    throw badField('tenant_id', 'must be the same as scope_id, or be left out')
  }
  if (ours === 'global' && id !== null) throw badField('scope_id', 'is not for a global set')
  if (ours !== 'global' && id === null) throw badField('scope_id', `must name the ${ours}`)
  return { scope: ours, scope_id: id, field: tenant_id == null ? 'scope_id' : 'tenant_id' }
}

/** @returns the name of the scope, null for global @throws BAD_REQUEST for one that is not there */
async function requireScope(trx: Db, { scope, scope_id, field }: Place): Promise<string | null> {
  if (scope === 'global' || scope_id === null) return null
  const name = await store.scopeName(trx, scope, scope_id)
  if (name === undefined) throw badField(field, `is no ${scope} of this workspace`)
  return name
}

/** @throws BAD_REQUEST when an input names another scope than the set has */
function requireSameScope(row: store.ListedSet, given: GivenScope): void {
  const tenant = row.scope === 'organization' ? row.scope_id : null
  const standing: Required<GivenScope> = {
    scope: row.scope,
    scope_id: row.scope_id,
    is_global: row.scope === 'global',
    tenant_id: tenant,
  }
  for (const field of ['scope', 'scope_id', 'is_global', 'tenant_id'] as const) {
    if (given[field] !== undefined && given[field] !== standing[field]) {
      throw badField(field, 'is fixed once the set is made; make another set for another scope')
    }
  }
}
