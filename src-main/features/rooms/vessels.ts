import type { VesselRole } from '../../../src-shared/contract/enums.ts'
import type { RoomVessel } from '../../../src-shared/contract/rooms.ts'
import { parseImo } from '../../../src-shared/rules/identifiers.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import { type Call, roomOf } from '../audit/index.ts'
import {
  changeVessel,
  definedFacts,
  registerVessel,
  type VesselFacts,
  vesselByImo,
} from '../registry/index.ts'
import type { Tables } from '../tables.ts'
import { askForDocuments } from './opening.ts'
import { toRoomVessels } from './shapes.ts'
import { touch } from './store.ts'
import type { RoomTools } from './tools.ts'
import * as store from './vessels-store.ts'

/** The ships of a room; the registry behind them is one for the whole workspace. */
export interface RoomVessels {
  list(call: Call): Promise<RoomVessel[]>
  add(input: VesselFacts & { imo: string; role: VesselRole }, call: Call): Promise<RoomVessel>
  update(
    input: VesselFacts & { vessel_id: string; role?: VesselRole | undefined },
    call: Call,
  ): Promise<RoomVessel>
  remove(vesselId: string, call: Call): Promise<void>
}

export function createRoomVessels(tools: RoomTools): RoomVessels {
  const { db, clock, ids, changeRoom, seen } = tools

  const list = async (call: Call): Promise<RoomVessel[]> => {
    const visible = new Set((await seen(call)).vessels.map((vessel) => vessel.id))
    const all = toRoomVessels(await store.roomVessels(db, roomOf(call).id))
    return all.filter((vessel) => visible.has(vessel.id))
  }
  const one = async (call: Call, vesselId: string): Promise<RoomVessel> => {
    const all = toRoomVessels(await store.roomVessels(db, roomOf(call).id))
    const vessel = all.find((candidate) => candidate.id === vesselId)
    if (vessel === undefined) throw new DomainError('NOT_FOUND', 'This room has no such vessel.')
    return vessel
  }

  return {
    list,
    add: async ({ imo: given, role, ...facts }, call) => {
      const parsed = parseImo(given)
      if ('problem' in parsed) throw badField('imo', parsed.problem)
      const vesselId = await changeRoom(call, async ({ trx, record, room }) => {
        const there = await store.roomVessels(trx, room.id)
        const vessel =
          (await registered(trx, parsed.imo, facts)) ??
          (await registerVessel(trx, parsed.imo, facts, ids.uuid(), clock.iso()))
        if (there.some((candidate) => candidate.id === vessel.id)) {
          throw new DomainError(
            'CONFLICT',
            `${vessel.name} (IMO ${vessel.imo}) is in this room already.`,
          )
        }
        await store.insertRoomVessel(trx, {
          room_id: room.id,
          vessel_id: vessel.id,
          role,
          position: (there.at(-1)?.position ?? 0) + 1,
          created_at: clock.iso(),
        })
        await askForDocuments(trx, { id: room.id, vesselId: vessel.id }, tools)
        await record({
          action: 'vessel.added',
          resource_type: 'vessel',
          resource_id: vessel.id,
          detail: { vessel_id: vessel.id, vessel_name: vessel.name, imo: vessel.imo, role },
        })
        return vessel.id
      })
      return one(call, vesselId)
    },
    update: async (
      {
        vessel_id,
        role,
        room_id: _,
        ...facts
      }: VesselFacts & { vessel_id: string; role?: VesselRole | undefined; room_id?: string },
      call,
    ) => {
      const visible = await seen(call)
      await changeRoom(call, async ({ trx, record, room }) => {
        const before = visible.requireVessel(vessel_id)
        if (before === null) throw new DomainError('NOT_FOUND', 'This room has no such vessel.')
        const fields = definedFacts(facts)
        if (role === undefined && Object.keys(fields).length === 0) {
          throw new DomainError('BAD_REQUEST', 'Name at least one field to change.')
        }
        if (role !== undefined) await store.changeRoomVessel(trx, room.id, vessel_id, { role })
        if (Object.keys(fields).length > 0) {
          await changeVessel(trx, vessel_id, { ...fields, updated_at: clock.iso() })
          const others = (await store.roomsOfVessel(trx, vessel_id)).filter((id) => id !== room.id)
          if (others.length > 0) await touch(trx, others, call.actor.email, clock.iso())
        }
        const was = Object.fromEntries(
          Object.entries(before).filter(
            ([name]) => name in fields || (name === 'role' && role !== undefined),
          ),
        )
        await record({
          action: 'vessel.updated',
          resource_type: 'vessel',
          resource_id: vessel_id,
          detail: {
            vessel_id,
            vessel_name: before.name,
            before: was,
            after: { ...fields, ...(role === undefined ? {} : { role }) },
          },
        })
      })
      return one(call, vessel_id)
    },
    remove: async (vesselId, call) => {
      const visible = await seen(call)
      await changeRoom(call, async ({ trx, record, room }) => {
        const vessel = visible.requireVessel(vesselId)
        await store.removeRoomVessel(trx, room.id, vesselId)
        await record({
          action: 'vessel.removed',
          resource_type: 'vessel',
          resource_id: vesselId,
          detail: { vessel_id: vesselId, vessel_name: vessel?.name ?? null },
        })
      })
    },
  }
}

/** The ship of this number in the registry; facts given beside it must agree with it. */
async function registered(
  trx: Executor<Tables>,
  imo: string,
  facts: VesselFacts,
): Promise<Tables['vessels'] | undefined> {
  const known = await vesselByImo(trx, imo)
  if (known === undefined) return undefined
  const current = new Map<string, unknown>(Object.entries(known))
  const differing = Object.entries(definedFacts(facts)).filter(
    ([name, value]) => current.get(name) !== value,
  )
  if (differing.length > 0) {
    throw new DomainError(
      'CONFLICT',
      `IMO ${imo} is in the registry as ${known.name}, with another ${differing.map(([name]) => name.replaceAll('_', ' ')).join(', ')}. Leave those out, or change the vessel.`,
      {
        issues: differing.map(([name]) => ({ path: [name], message: 'differs from the registry' })),
      },
    )
  }
  return known
}
