import type { VesselRole } from '../../../../src-shared/contract/enums.ts'
import { parseImo } from '../../../../src-shared/rules/identifiers.ts'
import { keyOf, optionalAmount, optionalTime, textOf } from '../cells.ts'
import type { KnownVessel } from '../store.ts'
import { type Import, roomFor, type TakenRoom } from './context.ts'
import type { LegacyRow } from './source.ts'

/** Ships: one row of theirs for each room becomes one in the registry, joined to its rooms with a role. */
export async function importVessels(run: Import): Promise<void> {
  const roles = rolesInPairs(run)
  const joined: {
    row: LegacyRow
    room: TakenRoom
    vessel: KnownVessel
    guessed: boolean
    role: VesselRole
  }[] = []
  const inRoom = new Map<string, number>()
  for (const row of run.source.rows('vessels')) {
    const { get, notes } = row
    const room = roomFor(run, keyOf(get('room_id')), notes)
    if (room === undefined) continue
    const vessel = await registered(run, row)
    if ([...room.vessels.values()].includes(vessel.id)) {
      room.vessels.set(row.id, vessel.id)
      notes.changed('MERGED', `The ship is in the room already; both rows are one.`)
      continue
    }
    room.vessels.set(row.id, vessel.id)
    const position = (inRoom.get(room.id) ?? 0) + 1
    inRoom.set(room.id, position)
    const role =
      roles.get(row.id) ??
      (roles.size > 0 && roles.has(`room ${keyOf(get('room_id'))}`)
        ? 'support'
        : position === 1
          ? 'mother'
          : position === 2
            ? 'daughter'
            : 'support')
    if (!roles.has(row.id)) {
      notes.changed('ROLE_ASSUMED', `No pair of vessels names it; it became ${role}.`)
    }
    joined.push({ row, room, vessel, guessed: !roles.has(row.id), role })
  }
  await run.sink.flush()
  const places = new Map<string, number>()
  for (const { room, vessel, role } of joined) {
    const position = (places.get(room.id) ?? 0) + 1
    places.set(room.id, position)
    await run.sink.add('room_vessels', {
      room_id: room.id,
      vessel_id: vessel.id,
      role,
      position,
      created_at: run.clock.iso(),
    })
  }
  await run.sink.flush()
  checkPairs(run)
}

/** Role by the predecessor's vessel id; `room <id>` is there for a room that has a pair. */
function rolesInPairs(run: Import): Map<string, VesselRole> {
  const roles = new Map<string, VesselRole>()
  const pairs = [
    ...run.source.peek('vessel_pairs', ['room_id', 'mother_vessel_id', 'receiving_vessel_id']),
  ]
  const set = (id: string, role: VesselRole) => {
    if (id !== '' && !roles.has(id)) roles.set(id, role)
  }
  for (const pair of pairs) {
    const [mother, daughter] = [keyOf(pair['mother_vessel_id']), keyOf(pair['receiving_vessel_id'])]
    if (mother === daughter) continue
    set(mother, 'mother')
    set(daughter, 'daughter')
    roles.set(`room ${keyOf(pair['room_id'])}`, 'support')
  }
  return roles
}

function checkPairs(run: Import): void {
  for (const { get, notes } of run.source.rows('vessel_pairs')) {
    const room = roomFor(run, keyOf(get('room_id')), notes)
    if (room === undefined) continue
    const [mother, daughter] = [keyOf(get('mother_vessel_id')), keyOf(get('receiving_vessel_id'))]
    if (mother === daughter) {
      notes.refused('CYCLIC_REFERENCE', 'It pairs a vessel with itself.')
    } else {
      for (const id of [mother, daughter]) {
        if (!room.vessels.has(id)) {
          notes.refused(
            'DANGLING_REFERENCE',
            `It names the vessel ${id || '(none)'}, which is not one of its room.`,
          )
          break
        }
      }
    }
  }
}

/** The ship of the registry that a row stands for; entered where it is not there. */
async function registered(run: Import, { get, notes }: LegacyRow): Promise<KnownVessel> {
  const raw = keyOf(get('imo'))
  const name = textOf(get('name'), 'name', 120, notes)
  if (name === null) notes.changed('EMPTY', 'It had no name; it is called “Unnamed vessel”.')
  const shown = name ?? 'Unnamed vessel'
  const parsed = parseImo(raw)
  const verified = 'imo' in parsed
  if (!verified) {
    notes.changed(
      'IMO_NOT_VERIFIED',
      `${parsed.problem} The ship is taken with the number unverified.`,
    )
  } else if (parsed.imo !== raw)
    notes.changed('VALUE_MAPPED', `The IMO number “${raw}” became ${parsed.imo}.`)
  const { imo, known } = placeInRegistry(
    run,
    verified ? parsed.imo : raw.slice(0, 40) || 'none',
    shown,
    verified,
  )
  if (known !== undefined) {
    if (known.name.toLowerCase() !== shown.toLowerCase()) {
      notes.changed(
        'MERGED',
        `IMO ${imo} is in the registry as ${known.name}; it stays as it is, “${shown}” was dropped.`,
      )
    }
    return known
  }
  if (!verified && imo !== raw) {
    notes.changed(
      'IMO_KEPT_APART',
      raw === ''
        ? `It had no number; it is kept as “${imo}”.`
        : `Another ship has the same wrong number; this one is kept apart as “${imo}”.`,
    )
  }
  const at = run.clock.iso()
  const year = optionalAmount(get('built_year'), 'year of building', notes)
  const sound = year === null || (Number.isInteger(year) && year >= 1800 && year <= 2100)
  if (!sound) notes.changed('BAD_NUMBER', 'The year of building is none; it was left out.')
  const vessel = {
    id: run.ids.uuid(),
    imo,
    imo_verified: verified ? 1 : 0,
    name: shown,
    vessel_type: textOf(get('vessel_type'), 'type', 60, notes) ?? 'Unknown',
    flag: textOf(get('flag'), 'flag', 60, notes) ?? 'Unknown',
    owner: textOf(get('owner'), 'owner', 160, notes),
    charterer: textOf(get('charterer'), 'charterer', 160, notes),
    length_m: optionalAmount(get('length'), 'length', notes),
    beam_m: optionalAmount(get('beam'), 'beam', notes),
    draft_m: optionalAmount(get('draft'), 'draft', notes),
    gross_tonnage: optionalAmount(get('gross_tonnage'), 'gross tonnage', notes),
    net_tonnage: optionalAmount(get('net_tonnage'), 'net tonnage', notes),
    built_year: sound ? year : null,
    class_society: textOf(get('classification_society'), 'class society', 60, notes),
    mmsi: null,
    created_at: optionalTime(get('created_at'), 'time of its entry', notes) ?? at,
    updated_at: at,
  }
  await run.sink.add('vessels', vessel)
  run.standing.vessels.set(imo, vessel)
  return vessel
}

/**
 * A sound number is one ship. A wrong one is one ship for each name that goes with it: the second
 * is kept apart by ` #2` behind the number.
 */
function placeInRegistry(
  run: Import,
  imo: string,
  name: string,
  verified: boolean,
): { imo: string; known: KnownVessel | undefined } {
  const { vessels } = run.standing
  if (verified) return { imo, known: vessels.get(imo) }
  for (let number = 1; ; number++) {
    const text = number === 1 ? imo : `${imo} #${number}`
    const known = vessels.get(text)
    if (known === undefined || known.name.toLowerCase() === name.toLowerCase())
      return { imo: text, known }
  }
}
