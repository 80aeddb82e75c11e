import type { Exclusion } from '../../../src-shared/contract/assignments.ts'
import type { ExclusionScope } from '../../../src-shared/contract/enums.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Call, RoomPlace } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './exclusions-store.ts'
import type { PolicyTools } from './tools.ts'

interface NewExclusion {
  scope: ExclusionScope
  target_id?: string | undefined
  room_id?: string | undefined
  volume_id?: string | undefined
  exclusion_reason: string
  expires_at?: string | null | undefined
}

/** What automation must leave alone. An exclusion always wins; one that has ended stays to be read. */
export interface Exclusions {
  /** Of rooms, those that the caller sees. */
  list(
    filter: Omit<store.ExclusionFilter, 'now' | 'party'>,
    call: Call,
  ): Promise<{ exclusions: Exclusion[]; count: number }>
  /** @param id its own, or that of the room that it excludes @throws NOT_FOUND */
  get(id: string, call: Call): Promise<Exclusion>
  /** @throws BAD_REQUEST, ROOM_NOT_FOUND, CONFLICT while another one of the same target runs */
  create(input: NewExclusion, call: Call): Promise<Exclusion>
  /** @throws NOT_FOUND, CONFLICT for one that has ended, BAD_REQUEST */
  update(
    input: {
      exclusion_id: string
      exclusion_reason?: string | undefined
      expires_at?: string | null | undefined
    },
    call: Call,
  ): Promise<Exclusion>
  /** Ends it. @throws NOT_FOUND, CONFLICT for one that has ended */
  end(input: { exclusion_id: string; reason?: string | undefined }, call: Call): Promise<void>
}

export function createExclusions({ db, audit, access, clock, ids }: PolicyTools): Exclusions {
  /** By its id, or by its room; what excludes a room that the caller does not see is not there. */
  const found = async (id: string, call: Call) => {
    const row =
      (await store.byId(db, id)) ??
      (await store.running(db, { scope: 'room', target_id: id }, clock.iso()))
    const room = row?.scope === 'room' ? await access.place(call.actor, row.target_id) : null
    if (row === undefined || room === undefined) {
      throw new DomainError('NOT_FOUND', 'There is no such exclusion.')
    }
    return { row, room }
  }

  /** The row as the transaction sees it. @throws CONFLICT when it has ended */
  const running = async (trx: Executor<Tables>, { id, target_name }: store.ExclusionRow) => {
    const row = await store.byId(trx, id)
    if (row !== undefined && isActive(row, clock.iso())) return row
    throw new DomainError(
      'CONFLICT',
      `The exclusion of ${target_name} has ended; make a new one instead.`,
    )
  }

  const requireLater = (expires_at: string | null | undefined) => {
    if (expires_at == null || expires_at > clock.iso()) return
    throw badField(
      'expires_at',
      'must be later than now; leave it out for an exclusion without end',
    )
  }

  return {
    list: async (page, call) => {
      const party = (await access.seesAllRooms(call.actor)) ? null : call.actor.email
      const filter = { ...page, party, now: clock.iso() }
      const rows = await store.list(db, filter)
      return {
        exclusions: rows.map((row) => toExclusion(row, filter.now)),
        count: await store.count(db, filter),
      }
    },

    get: async (id, call) => toExclusion((await found(id, call)).row, clock.iso()),

    create: async (input, call) => {
      const { scope } = input
      const target_id = targetOf(input)
      requireLater(input.expires_at)
      const room: RoomPlace | null | undefined =
        scope === 'room' ? await access.place(call.actor, target_id) : null
      if (room === undefined) throw new DomainError('ROOM_NOT_FOUND')
      return audit.change({ ...call, room }, async ({ trx, record }) => {
        const now = clock.iso()
        const target_name = await store.targetName(trx, scope, target_id)
        if (target_name === undefined)
          throw badField('target_id', `is no ${scope} of this workspace`)
        const taken = await store.running(trx, { scope, target_id }, now)
        if (taken !== undefined) {
          const until = taken.expires_at === null ? '' : ` until ${taken.expires_at}`
          throw new DomainError(
            'CONFLICT',
            `${target_name} is excluded already${until}: ${taken.reason}`,
          )
        }
        const row: store.ExclusionRow = {
          id: ids.uuid(),
          ...{ scope, target_id, target_name },
          reason: input.exclusion_reason,
          expires_at: input.expires_at ?? null,
          created_by: call.actor.email,
          created_at: now,
          ended_by: null,
          ended_at: null,
          end_reason: null,
        }
        await store.insert(trx, row)
        await record({
          action: 'exclusion.created',
          resource_type: 'exclusion',
          resource_id: row.id,
          detail: {
            ...{ scope, target_id, target_name },
            reason: row.reason,
            expires_at: row.expires_at,
          },
        })
        return toExclusion(row, now)
      })
    },

    update: async ({ exclusion_id, exclusion_reason, expires_at }, call) => {
      if (exclusion_reason === undefined && expires_at === undefined) {
        throw new DomainError('BAD_REQUEST', 'Name at least one field to change.')
      }
      requireLater(expires_at)
      const { row: known, room } = await found(exclusion_id, call)
      return audit.change({ ...call, room }, async ({ trx, record }) => {
        const row = await running(trx, known)
        const fields = {
          reason: exclusion_reason ?? row.reason,
          expires_at: expires_at === undefined ? row.expires_at : expires_at,
        }
        await store.change(trx, row.id, fields)
        await record({
          action: 'exclusion.updated',
          resource_type: 'exclusion',
          resource_id: row.id,
          detail: {
            target_name: row.target_name,
            before: { reason: row.reason, expires_at: row.expires_at },
            after: fields,
          },
        })
        return toExclusion({ ...row, ...fields }, clock.iso())
      })
    },

    end: async ({ exclusion_id, reason }, call) => {
      const { row: known, room } = await found(exclusion_id, call)
      await audit.change({ ...call, room }, async ({ trx, record }) => {
        const row = await running(trx, known)
        await store.change(trx, row.id, {
          ended_by: call.actor.email,
          ended_at: clock.iso(),
          end_reason: reason ?? null,
        })
        await record({
          action: 'exclusion.ended',
          resource_type: 'exclusion',
          resource_id: row.id,
          detail: { target_name: row.target_name, scope: row.scope, reason: reason ?? null },
        })
      })
    },
  }
}

/** @throws BAD_REQUEST when nothing, or two different things, are named */
function targetOf({ scope, target_id, room_id, volume_id }: NewExclusion): string {
  const named = [target_id, ...(scope === 'room' ? [room_id, volume_id] : [])].filter(
    (one) => one !== undefined,
  )
  const [first] = named
  if (first === undefined) throw badField('target_id', `must name the ${scope}`)
  if (named.some((one) => one !== first)) {
    throw badField('target_id', 'must be the same as room_id, or be left out')
  }
  if (scope !== 'room' && (room_id ?? volume_id) !== undefined) {
    throw badField('room_id', `is not for the scope ${scope}; name target_id`)
  }
  return first
}

const isActive = ({ ended_at, expires_at }: store.ExclusionRow, now: string): boolean =>
  ended_at === null && (expires_at === null || expires_at > now)

function toExclusion(row: store.ExclusionRow, now: string): Exclusion {
  const room_id = row.scope === 'room' ? row.target_id : null
  return {
    id: row.id,
    scope: row.scope,
    target_id: row.target_id,
    target_name: row.target_name,
    room_id,
    volume_id: room_id,
    exclusion_reason: row.reason,
    expires_at: row.expires_at,
    is_active: isActive(row, now),
    created_by: row.created_by,
    created_at: row.created_at,
    ended_by: row.ended_by,
    ended_at: row.ended_at,
  }
}
