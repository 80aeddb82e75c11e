import type { RoomStatus } from '../../../src-shared/contract/enums.ts'
import type {
  Activity,
  ChangeRoomInput,
  CreateRoomInput,
  Room,
} from '../../../src-shared/contract/rooms.ts'
import { activitySummary, roomChangingActions } from '../../../src-shared/rules/activity.ts'
import { operationCode, operationCodeAlphabet } from '../../../src-shared/rules/identifiers.ts'
import { roomTransitions, transitionPermission } from '../../../src-shared/rules/transitions.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'
import { type Viewpoint, viewpointOf } from '../access/index.ts'
import { type Call, countRoomActivity, roomActivity, roomOf } from '../audit/index.ts'
import { organizationById, terminalById } from '../registry/index.ts'
import type { Tables } from '../tables.ts'
import { makeReady } from './change.ts'
import { askForDocuments } from './opening.ts'
import { addParty } from './parties.ts'
import { toRooms } from './shapes.ts'
import { reachOf, sightOf } from './sight.ts'
import * as store from './store.ts'
import type { RoomTools } from './tools.ts'

export interface Rooms {
  list(filter: store.RoomFilter, call: Call): Promise<{ rooms: Room[]; total: number }>
  create(input: CreateRoomInput, call: Call): Promise<Room>
  get(call: Call): Promise<Room>
  /** By operation code, for the command line. @throws ROOM_NOT_FOUND */
  byCode(code: string): Promise<Room>
  update(input: ChangeRoomInput, call: Call): Promise<Room>
  transition(
    input: { new_status: RoomStatus; reason?: string | undefined },
    call: Call,
  ): Promise<{ old_status: RoomStatus; new_status: RoomStatus; updated_at: string }>
  activities(
    input: { limit: number; cursor?: number | undefined },
    call: Call,
  ): Promise<{ activities: Activity[]; total: number }>
}

export function createRoomsService(tools: RoomTools): Rooms {
  const { db, audit, clock, ids, access, changeRoom, seen, settleRooms } = tools

  const shown = async (roomId: string, viewpoint: Viewpoint | null): Promise<Room> => {
    const row = await store.byId(db, roomId)
    if (row === undefined) throw new DomainError('ROOM_NOT_FOUND')
    const viewpoints = new Map(viewpoint === null ? [] : [[roomId, viewpoint]])
    const [room] = await toRooms(db, [row], clock.today(), viewpoints)
    if (room === undefined) throw new DomainError('ROOM_NOT_FOUND')
    return room
  }

  return {
    get: (call) => shown(roomOf(call).id, viewpointOf(call)),
    list: async (filter, call) => {
      const sight = await sightOf(db, access, call.actor)
      const reach = await reachOf(db, sight, filter.q)
      const size =
        filter.q === undefined || filter.q === '' ? null : await store.searchSize(db, filter.q)
      const broad = size !== null && size.found * 2 > size.rooms
      const rows = await store.list(db, filter, { ...reach, broad })
      return {
        rooms: await toRooms(db, rows, clock.today(), sight.viewpoints),
        total:
          size !== null && reach.email === null && isSearchAlone(filter)
            ? size.found
            : await store.count(db, filter, reach),
      }
    },
    byCode: async (code) => {
      const row = await store.byCode(db, code.trim().toUpperCase())
      if (row === undefined) {
        throw new DomainError('ROOM_NOT_FOUND', `There is no room with the operation code ${code}.`)
      }
      return shown(row.id, null)
    },
    create: async ({ parties, sts_eta, eta, ...facts }, call) => {
      const id = ids.uuid()
      const arrival = etaOf(eta, sts_eta) ?? ''
      const organization_id = facts.organization_id ?? call.actor.organization_id
      if (organization_id === null) {
        throw badField('organization_id', 'is needed: your account belongs to no organization')
      }
      await audit.change(call, async (change) => {
        const { trx, record } = change
        await checkReferences(trx, { organization_id, terminal_id: facts.terminal_id })
        const row: Tables['rooms'] = {
          id,
          code: await freeCode(trx, arrival, ids),
          title: facts.title,
          description: facts.description ?? null,
          organization_id,
          terminal_id: facts.terminal_id ?? null,
          location: facts.location,
          status: 'pending',
          eta: arrival,
          started_at: null,
          completed_at: null,
          cargo_type: facts.cargo_type ?? null,
          cargo_quantity: facts.cargo_quantity ?? null,
          cargo_unit: facts.cargo_unit ?? null,
          cargo_value: facts.cargo_value ?? null,
          demurrage_rate_per_day: facts.demurrage_rate_per_day ?? null,
          currency: facts.currency,
          tags: JSON.stringify(facts.tags),
          revision: 1,
          created_by: call.actor.email,
          created_at: clock.iso(),
          updated_by: call.actor.email,
          updated_at: clock.iso(),
        }
        await store.insertRoom(trx, row)
        const place = { id, organization_id, terminal_id: row.terminal_id }
        await record({
          action: 'room.created',
          resource_type: 'room',
          resource_id: id,
          room: place,
          detail: { code: row.code, title: row.title, eta: row.eta, location: row.location },
        })
        await askForDocuments(trx, { id, vesselId: null }, tools)
        const emails = new Set<string>()
        for (const [index, party] of parties.entries()) {
          if (emails.has(party.email)) {
            throw new DomainError('CONFLICT', `Two parties have the e-mail ${party.email}.`, {
              issues: [{ path: ['parties', index, 'email'], message: 'is there twice' }],
            })
          }
          emails.add(party.email)
          await addParty(change, place, party, tools)
        }
        // Where the catalogue requires nothing of a room, nothing keeps it.
        await makeReady(change, [id], clock)
      })
      return shown(id, null)
    },
    update: async ({ room_id, sts_eta, eta, ...facts }, call) => {
      const given = Object.entries({ ...facts, eta: etaOf(eta, sts_eta) }).filter(
        ([, value]) => value !== undefined,
      )
      if (given.length === 0) {
        throw new DomainError('BAD_REQUEST', 'Name at least one field to change.')
      }
      await changeRoom(call, async ({ trx, record, room }) => {
        await checkReferences(trx, facts)
        const fields = Object.fromEntries(
          given.map(([name, value]) => [name, name === 'tags' ? JSON.stringify(value) : value]),
        )
        const before = Object.fromEntries(
          given.map(([name]) => [name, Object.entries(room).find(([key]) => key === name)?.[1]]),
        )
        await store.changeRoom(trx, room_id, fields)
        await record({
          action: 'room.updated',
          resource_type: 'room',
          resource_id: room_id,
          detail: { fields: given.map(([name]) => name), before, after: fields },
        })
      })
      return shown(room_id, viewpointOf(call))
    },
    transition: async ({ new_status, reason }, call) => {
      const { id } = roomOf(call)
      const before = await store.byId(db, id)
      if (before === undefined) throw new DomainError('ROOM_NOT_FOUND')
      await access.require(call, transitionPermission(before.status, new_status))
      return audit.change(call, async (change) => {
        const { trx, record } = change
        const room = await store.byId(trx, id)
        if (room === undefined) throw new DomainError('ROOM_NOT_FOUND')
        // Who may do it was decided for the status that it had a moment ago.
        if (room.status !== before.status) {
          throw new DomainError('CONFLICT', 'The room has moved meanwhile; look at it again.')
        }
        const allowed_transitions = roomTransitions[room.status]
        if (!allowed_transitions.includes(new_status)) {
          throw new DomainError(
            'ILLEGAL_TRANSITION',
            allowed_transitions.length === 0
              ? `The room is ${room.status}, which is final.`
              : `A room that is ${words(room.status)} can go to ${allowed_transitions.map(words).join(', ')}; not to ${words(new_status)}.`,
            { allowed_transitions: [...allowed_transitions] },
          )
        }
        const at = clock.iso()
        await store.changeRoom(trx, id, {
          status: new_status,
          ...(new_status === 'active' && room.started_at === null ? { started_at: at } : {}),
          ...(new_status === 'completed' ? { completed_at: at } : {}),
        })
        await record({
          action: 'room.transitioned',
          resource_type: 'room',
          resource_id: id,
          detail: { from: room.status, to: new_status, reason: reason ?? null },
        })
        await settleRooms(change, call, [id])
        return { old_status: room.status, new_status, updated_at: at }
      })
    },
    activities: async ({ limit, cursor }, call) => {
      const { id } = roomOf(call)
      const visible = await seen(call)
      const entries = await roomActivity(
        db,
        id,
        roomChangingActions,
        limit,
        cursor,
        visible.vesselIds,
      )
      return {
        activities: entries.map((entry) => ({
          id: entry.seq,
          actor: entry.actor_email,
          action: entry.action,
          summary: activitySummary(entry.action, entry.detail),
          timestamp: entry.at,
          meta: visible.vesselIds === null ? entry.detail : withoutForeign(entry.detail),
        })),
        total: await countRoomActivity(db, id, roomChangingActions, visible.vesselIds),
      }
    },
  }
}

/** What a predecessor noted may be about any ship of the room, in words that cannot be filtered. */
function withoutForeign({ meta: _, ...detail }: Record<string, unknown>): Record<string, unknown> {
  return detail
}

async function checkReferences(
  trx: Executor<Tables>,
  ids: { organization_id?: string | undefined; terminal_id?: string | null | undefined },
): Promise<void> {
  if (
    ids.organization_id !== undefined &&
    (await organizationById(trx, ids.organization_id)) === undefined
  ) {
    throw badField('organization_id', 'names no organization of this workspace')
  }
  if (
    typeof ids.terminal_id === 'string' &&
    (await terminalById(trx, ids.terminal_id)) === undefined
  ) {
    throw badField('terminal_id', 'names no terminal of this workspace')
  }
}

/** The predecessor's name of the field is taken as well as ours. @throws BAD_REQUEST when they differ */
function etaOf(eta: string | undefined, stsEta: string | undefined): string | undefined {
  if (eta !== undefined && stsEta !== undefined && eta !== stsEta) {
    throw badField('sts_eta', 'is another time than eta; give one of them')
  }
  return eta ?? stsEta
}

/** An operation code that no room has. Two that draw the same six signs on one day are rare, not impossible. */
/** An operation code that no room has. */
export async function freeCode(trx: Executor<Tables>, eta: string, ids: Ids): Promise<string> {
  for (let tried = 0; tried < 20; tried += 1) {
    const code = operationCode(eta, ids.signs(6, operationCodeAlphabet))
    if ((await store.byCode(trx, code)) === undefined) return code
  }
  throw new Error('No operation code was free in twenty draws.')
}

/** Does nothing but the search narrow the list? Then the full text can count by itself. */
function isSearchAlone(filter: store.RoomFilter): boolean {
  const { q: _, sort: __, direction: ___, limit: ____, offset: _____, ...narrowing } = filter
  return Object.values(narrowing).every((one) => one === undefined)
}

const words = (status: RoomStatus): string => status.replace('_', ' ')
