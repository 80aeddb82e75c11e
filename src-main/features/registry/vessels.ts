import type { ListedVessel, Vessel, VesselDetail } from '../../../src-shared/contract/registry.ts'
import { parseImo } from '../../../src-shared/rules/identifiers.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import { partsOf, seesVessel, viewpointFor } from '../access/index.ts'
import type { Actor, Call } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import { changesOf } from './changes.ts'
import { found } from './records.ts'
import type { RegistryTools } from './tools.ts'
import { requireUnused } from './usage.ts'
import * as store from './vessels-store.ts'

export type VesselFacts = Partial<{
  [Key in keyof Omit<Vessel, 'id' | 'imo' | 'imo_verified'>]: Vessel[Key] | null | undefined
}>

/** The ships of the workspace. Rooms name them; a change of one is a change of each room it is in. */
export interface Vessels {
  /** The ships that the caller may see: sellers and buyers see those of their own organization. */
  list(
    filter: Omit<store.VesselFilter, 'ids'>,
    call: Call,
  ): Promise<{ vessels: ListedVessel[]; total: number }>
  /** @throws NOT_FOUND also for a ship that the caller may not see */
  get(id: string, call: Call): Promise<VesselDetail>
  /** @throws BAD_REQUEST for a number that is none, CONFLICT for one that is registered */
  create(input: VesselFacts & { imo: string }, call: Call): Promise<Vessel>
  /** @throws as `create`, and NOT_FOUND */
  update(input: VesselFacts & { id: string; imo?: string | undefined }, call: Call): Promise<Vessel>
  /** @throws NOT_FOUND, IN_USE with the rooms, documents, approvals, and messages about it */
  delete(id: string, call: Call): Promise<void>
}

export function createVessels(tools: RegistryTools): Vessels {
  const { db, audit, access, clock, ids, settleRooms } = tools

  /** The caller's view of the registry: null is all of it, and every room. */
  const viewOf = async (actor: Actor): Promise<RegistryView | null> => {
    if (await access.seesAllRooms(actor)) return null
    return createView(await partsOf(db, actor.email), actor)
  }

  return {
    list: async (filter, call) => {
      const view = await viewOf(call.actor)
      const narrowed = { ...filter, ids: await visibleIds(db, view) }
      const rows = await store.list(db, narrowed)
      const uses = await store.roomsOfVessels(
        db,
        rows.map((row) => row.id),
        view === null ? null : call.actor.email,
      )
      return {
        vessels: rows.map((row) => ({
          ...toVessel(row),
          room_count: uses.filter(
            (use) => use.vessel_id === row.id && (view?.shows(use.room_id, row) ?? true),
          ).length,
        })),
        total: await store.count(db, narrowed),
      }
    },
    get: async (id, call) => {
      const row = found(await store.byId(db, id), 'vessel')
      const view = await viewOf(call.actor)
      const uses = await store.roomsOfVessels(db, [id], view === null ? null : call.actor.email)
      const shown = uses.filter((use) => view?.shows(use.room_id, row) ?? true)
      if (view !== null && shown.length === 0 && !view.lists(row)) found(undefined, 'vessel')
      return {
        ...toVessel(row),
        rooms: shown.map(({ vessel_id: _, ...use }) => use),
      }
    },
    create: ({ imo: given, ...facts }, call) => {
      const imo = imoOf(given)
      return audit.change(call, async ({ trx, record }) => {
        await requireFreeNumber(trx, imo, undefined)
        const vessel = await registerVessel(trx, imo, facts, ids.uuid(), clock.iso())
        await record({
          action: 'vessel.registered',
          resource_type: 'vessel',
          resource_id: vessel.id,
          detail: { imo: vessel.imo, vessel_name: vessel.name, flag: vessel.flag },
        })
        return toVessel(vessel)
      })
    },
    update: ({ id, imo: given, ...facts }, call) => {
      const imo = given === undefined ? undefined : imoOf(given)
      return audit.change(call, async (change) => {
        const { trx, record } = change
        const row = found(await store.byId(trx, id), 'vessel')
        if (imo !== undefined) await requireFreeNumber(trx, imo, id)
        const { fields, before } = changesOf(row, {
          ...definedFacts(facts),
          ...(imo === undefined ? {} : { imo, imo_verified: 1 }),
        })
        await store.change(trx, id, { ...fields, updated_at: clock.iso() })
        await record({
          action: 'vessel.updated',
          resource_type: 'vessel',
          resource_id: id,
          detail: { vessel_id: id, vessel_name: row.name, before, after: fields },
        })
        const uses = await store.roomsOfVessels(trx, [id], null)
        await settleRooms(
          change,
          call,
          uses.map((use) => use.room_id),
        )
        return toVessel({ ...row, ...fields })
      })
    },
    delete: (id, call) =>
      audit.change(call, async ({ trx, record }) => {
        const row = found(await store.byId(trx, id), 'vessel')
        requireUnused(
          row.name,
          await store.usage(trx, id),
          'A vessel that rooms speak of stays in the registry.',
        )
        await store.remove(trx, id)
        await record({
          action: 'vessel.deleted',
          resource_type: 'vessel',
          resource_id: id,
          detail: { vessel_name: row.name, before: { ...toVessel(row) } },
        })
      }),
  }
}

type Ship = Pick<Tables['vessels'], 'owner' | 'charterer'>

/** What somebody who does not see all rooms may see of the registry. */
interface RegistryView {
  /** Is this ship in this room of theirs one that they may see? */
  shows(roomId: string, ship: Ship): boolean
  /** May they see this ship in the registry, whatever room it is in? */
  lists(ship: Ship): boolean
  /** Rooms of theirs in which they see every ship. */
  openRooms: string[]
  /** Are they kept from ships anywhere? */
  restricted: boolean
}

function createView(parts: Awaited<ReturnType<typeof partsOf>>, actor: Actor): RegistryView {
  const viewpoints = new Map(parts.map((part) => [part.room_id, viewpointFor(actor, part)]))
  const narrow = [...viewpoints.values()].filter((viewpoint) => viewpoint !== null)
  return {
    shows: (roomId, ship) => {
      const viewpoint = viewpoints.get(roomId)
      return viewpoint !== undefined && seesVessel(viewpoint, ship)
    },
    lists: (ship) => narrow.length === 0 || narrow.some((viewpoint) => seesVessel(viewpoint, ship)),
    openRooms: [...viewpoints].flatMap(([id, viewpoint]) => (viewpoint === null ? [id] : [])),
    restricted: narrow.length > 0,
  }
}

/** The ships that a restricted caller may see; null for everybody else. */
async function visibleIds(
  db: Executor<Tables>,
  view: RegistryView | null,
): Promise<string[] | null> {
  if (view === null || !view.restricted) return null
  const ships = await store.owners(db)
  const own = ships.filter((ship) => view.lists(ship)).map((ship) => ship.id)
  return [...new Set([...own, ...(await store.vesselsOfRooms(db, view.openRooms))])]
}

export function toVessel({ created_at: _, updated_at: __, ...row }: Tables['vessels']): Vessel {
  return { ...row, imo_verified: row.imo_verified === 1 }
}

/** @throws BAD_REQUEST */
function imoOf(given: string): string {
  const parsed = parseImo(given)
  if ('problem' in parsed) throw badField('imo', parsed.problem)
  return parsed.imo
}

async function requireFreeNumber(
  trx: Executor<Tables>,
  imo: string,
  own: string | undefined,
): Promise<void> {
  const taken = await store.byImo(trx, imo)
  if (taken === undefined || taken.id === own) return
  throw new DomainError('CONFLICT', `IMO ${imo} is in the registry already, as ${taken.name}.`, {
    issues: [{ path: ['imo'], message: 'is in the registry already' }],
  })
}

/** The facts that were given: those that were not are left out, null empties a field. */
export function definedFacts(facts: VesselFacts): Partial<Tables['vessels']> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}

/** Enters a ship into the registry, inside the caller's transaction. @throws BAD_REQUEST for a fact that is missing */
export async function registerVessel(
  trx: Executor<Tables>,
  imo: string,
  facts: VesselFacts,
  id: string,
  at: string,
): Promise<Tables['vessels']> {
  const { name, vessel_type, flag } = facts
  if (!name || !vessel_type || !flag) {
    const missing = Object.entries({ name, vessel_type, flag }).filter(([, value]) => !value)
    throw new DomainError(
      'BAD_REQUEST',
      `IMO ${imo} is not in the registry yet: ${missing.map(([field]) => field).join(', ')} must be given.`,
      {
        issues: missing.map(([field]) => ({
          path: [field],
          message: 'is needed for a new vessel',
        })),
      },
    )
  }
  const row: Tables['vessels'] = {
    id,
    imo,
    imo_verified: 1,
    name,
    vessel_type,
    flag,
    owner: facts.owner ?? null,
    charterer: facts.charterer ?? null,
    length_m: facts.length_m ?? null,
    beam_m: facts.beam_m ?? null,
    draft_m: facts.draft_m ?? null,
    gross_tonnage: facts.gross_tonnage ?? null,
    net_tonnage: facts.net_tonnage ?? null,
    built_year: facts.built_year ?? null,
    class_society: facts.class_society ?? null,
    mmsi: facts.mmsi ?? null,
    created_at: at,
    updated_at: at,
  }
  await store.insert(trx, row)
  return row
}
