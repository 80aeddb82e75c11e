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
import type { Access } from '../access/index.ts'
import { type Call, countRoomActivity, roomActivity, roomOf } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import { settleRoom } from './change.ts'
import { askForDocuments } from './opening.ts'
import { addParty } from './parties.ts'
import { toRooms } from './shapes.ts'
import * as store from './store.ts'
import type { RoomTools } from './tools.ts'

export interface Rooms {
  list(filter: store.RoomFilter, call: Call): Promise<{ rooms: Room[]; total: number }>
  create(input: CreateRoomInput, call: Call): Promise<Room>
  get(roomId: string): Promise<Room>
  /** By operation code, for the command line. @throws ROOM_NOT_FOUND */
  byCode(code: string): Promise<Room>
  update(input: ChangeRoomInput, call: Call): Promise<Room>
  delete(call: Call): Promise<{ message: string; room_id: string }>
  transition(
    input: { new_status: RoomStatus; reason?: string | undefined },
    call: Call,
  ): Promise<{ old_status: RoomStatus; new_status: RoomStatus; updated_at: string }>
  activities(
    input: { limit: number; cursor?: number | undefined },
    call: Call,
  ): Promise<{ activities: Activity[]; total: number }>
}

export function createRoomsService(tools: RoomTools & { access: Access }): Rooms {
  const { db, audit, clock, ids, access, changeRoom, seen } = tools

  const get = async (roomId: string): Promise<Room> => {
    const row = await store.byId(db, roomId)
    if (row === undefined) throw new DomainError('ROOM_NOT_FOUND')
    const [room] = await toRooms(db, [row], clock.today())
    if (room === undefined) throw new DomainError('ROOM_NOT_FOUND')
    return room
  }

  return {
    get,
    list: async (filter, call) => {
      const all = await access.decide(call.actor, 'rooms.view_all', null)
      const email = all.allowed ? null : call.actor.email
      const rows = await store.list(db, filter, email)
      return {
        rooms: await toRooms(db, rows, clock.today()),
        total: await store.count(db, filter, email),
      }
    },
    byCode: async (code) => {
      const row = await store.byCode(db, code.trim().toUpperCase())
      if (row === undefined) {
        throw new DomainError('ROOM_NOT_FOUND', `There is no room with the operation code ${code}.`)
      }
      return get(row.id)
    },
    create: async ({ parties, sts_eta, eta, ...facts }, call) => {
      const id = ids.uuid()
      const arrival = eta ?? sts_eta ?? ''
      const organization_id = facts.organization_id ?? call.actor.organization_id
      if (organization_id === null) {
        throw badField('organization_id', 'is needed: your account belongs to no organization')
      }
      await audit.change(call, async (change) => {
        const { trx, record } = change
        await checkReferences(trx, { organization_id, terminal_id: facts.terminal_id })
        const row: Tables['rooms'] = {
          id,
          code: operationCode(arrival, ids.signs(6, operationCodeAlphabet)),
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
      })
      return get(id)
    },
    update: async ({ room_id, sts_eta, eta, ...facts }, call) => {
      const given = Object.entries({ ...facts, eta: eta ?? sts_eta }).filter(
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
      return get(room_id)
    },
    delete: async (call) => {
      const { id } = roomOf(call)
      await audit.change(call, async ({ trx, record }) => {
        const room = await store.byId(trx, id)
        if (room === undefined) throw new DomainError('ROOM_NOT_FOUND')
        await store.removeRoom(trx, id)
        await record({
          action: 'room.deleted',
          resource_type: 'room',
          resource_id: id,
          detail: { code: room.code, title: room.title, status: room.status },
        })
      })
      return { message: 'The room is deleted; its audit entries stay.', room_id: id }
    },
    transition: async ({ new_status, reason }, call) => {
      await access.require(call, transitionPermission(new_status))
      const { id } = roomOf(call)
      return audit.change(call, async (change) => {
        const { trx, record } = change
        const room = await store.byId(trx, id)
        if (room === undefined) throw new DomainError('ROOM_NOT_FOUND')
        const allowed_transitions = roomTransitions[room.status]
        if (!allowed_transitions.includes(new_status)) {
          throw new DomainError(
            'ILLEGAL_TRANSITION',
            allowed_transitions.length === 0
              ? `The room is ${room.status}, which is final.`
              : `A room that is ${room.status} can go to ${allowed_transitions.join(', ')}; not to ${new_status}.`,
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
        await settleRoom(change, call, id, clock)
        return { old_status: room.status, new_status, updated_at: at }
      })
    },
    activities: async ({ limit, cursor }, call) => {
      const { id } = roomOf(call)
      const visible = await seen(call)
      const entries = await roomActivity(db, id, roomChangingActions, limit, cursor)
      return {
        activities: entries
          .filter((entry) => visible.aboutVessel(entry.detail.vessel_id))
          .map((entry) => ({
            id: entry.seq,
            actor: entry.actor_email,
            action: entry.action,
            summary: activitySummary(entry.action, entry.detail),
            timestamp: entry.at,
            meta: entry.detail,
          })),
        total: await countRoomActivity(db, id, roomChangingActions),
      }
    },
  }
}

async function checkReferences(
  trx: Executor<Tables>,
  ids: { organization_id?: string | undefined; terminal_id?: string | null | undefined },
): Promise<void> {
  if (
    ids.organization_id !== undefined &&
    (await store.organizationById(trx, ids.organization_id)) === undefined
  ) {
    throw badField('organization_id', 'names no organization of this workspace')
  }
  if (
    typeof ids.terminal_id === 'string' &&
    (await store.terminalById(trx, ids.terminal_id)) === undefined
  ) {
    throw badField('terminal_id', 'names no terminal of this workspace')
  }
}
