import { partyRoles } from '../../../../src-shared/contract/enums.ts'
import { operationCode, operationCodeAlphabet } from '../../../../src-shared/rules/identifiers.ts'
import { isClosed } from '../../../../src-shared/rules/transitions.ts'
import {
  emailOf,
  keyOf,
  optionalAmount,
  optionalMoney,
  optionalTime,
  textOf,
  timeOf,
} from '../cells.ts'
import { type Import, roomFor, signsOf, type TakenRoom } from './context.ts'
import { identify, organizationFor } from './people.ts'
import type { LegacyRow } from './source.ts'
import { partyRoleOf, roomStatusOf } from './words.ts'

/** Rooms, with operation codes that are the same in every import of the same file. */
export async function importRooms(run: Import): Promise<void> {
  const { standing, sink, ids } = run
  for (const { id, get, notes } of run.source.rows('rooms')) {
    if (standing.identities.rooms.has(id)) {
      run.rooms.set(id, 'before')
      notes.refused('ALREADY_IMPORTED', 'The room was imported before.')
      continue
    }
    const eta = etaOf({ id, get, notes })
    if (eta === undefined) {
      notes.refused(
        'BAD_TIME',
        'It has no ETA that could be read, and no other time to stand for it.',
      )
      continue
    }
    const title = textOf(get('title'), 'title', 200, notes)
    if (title === null) notes.changed('EMPTY', 'It had no title; it is called “Untitled room”.')
    const location = textOf(get('location'), 'location', 200, notes)
    if (location === null) notes.changed('EMPTY', 'It had no location; it became “Unknown”.')
    const status = roomStatusOf(get('status'), notes)
    const creator = keyOf(get('created_by')).toLowerCase()
    const organization_id =
      run.accounts.get(creator)?.organization_id ??
      (await organizationFor(run, 'Imported from STS Clearance', 'other')) ??
      ''
    const created_at = optionalTime(get('created_at'), 'time of its opening', notes) ?? eta
    const updated_at =
      optionalTime(get('updated_at'), 'time of its last change', notes) ?? created_at
    const code = freeCode(standing.codes, eta, id)
    const room: TakenRoom = {
      id: ids.uuid(),
      code,
      organization_id,
      parties: new Map(),
      vessels: new Map(),
    }
    const perDay = optionalMoney(get('demurrage_rate_per_day'), 1, 'demurrage per day', notes)
    const perHour = optionalMoney(get('demurrage_rate_per_hour'), 24, 'demurrage per hour', notes)
    if (perDay === null && perHour !== null) {
      notes.changed('CONVERTED', `The demurrage per hour became ${perHour} per day.`)
    } else if (perDay !== null && perHour !== null && perDay !== perHour) {
      notes.changed(
        'CONVERTED',
        'Demurrage per day and per hour disagree; the one per day was taken.',
      )
    }
    await sink.add('rooms', {
      id: room.id,
      code,
      title: title ?? 'Untitled room',
      description: textOf(get('description'), 'description', 4000, notes),
      organization_id,
      terminal_id: null,
      location: location ?? 'Unknown',
      status,
      eta,
      started_at: ['active', 'on_hold', 'completed'].includes(status)
        ? optionalTime(get('eta_actual'), 'actual time of arrival', notes)
        : null,
      completed_at: isClosed(status) ? updated_at : null,
      cargo_type: textOf(get('cargo_type'), 'cargo type', 120, notes),
      cargo_quantity: optionalAmount(get('cargo_quantity'), 'cargo quantity', notes),
      cargo_unit: null,
      cargo_value: optionalMoney(get('cargo_value_usd'), 1, 'cargo value', notes),
      demurrage_rate_per_day: perDay ?? perHour,
      currency: 'USD',
      tags: '[]',
      revision: 1,
      created_by: creator || run.importer.email,
      created_at,
      updated_by: creator || run.importer.email,
      updated_at,
    })
    run.rooms.set(id, room)
    await sink.record({
      action: 'room.imported',
      resource_type: 'room',
      resource_id: room.id,
      room: { id: room.id, organization_id, terminal_id: null },
      detail: { title: title ?? 'Untitled room', code, status, legacy_id: id },
    })
    await identify(run, 'rooms', id, room.id)
  }
  await sink.flush()
}

function etaOf({ get, notes }: LegacyRow): string | undefined {
  const eta = timeOf(get('sts_eta'))
  if (typeof eta === 'string') return eta
  for (const column of ['eta_estimated', 'eta_actual', 'created_at']) {
    const other = timeOf(get(column))
    if (typeof other !== 'string') continue
    notes.changed('BAD_TIME', `Its ETA could not be read; ${column} stands for it.`)
    return other
  }
  return undefined
}

function freeCode(taken: Set<string>, eta: string, legacyId: string): string {
  for (let attempt = 0; ; attempt++) {
    const signs = signsOf(
      attempt === 0 ? legacyId : `${legacyId}#${attempt}`,
      6,
      operationCodeAlphabet,
    )
    const code = operationCode(eta, signs)
    if (taken.has(code)) continue
    taken.add(code)
    return code
  }
}

/** Parties; those of one e-mail in a room are one, with the strongest of their roles. */
export async function importParties(run: Import): Promise<void> {
  const rows: {
    row: LegacyRow
    room: TakenRoom
    email: string
    role: ReturnType<typeof partyRoleOf>
  }[] = []
  const roles = new Map<string, (typeof rows)[number]['role']>()
  for (const row of run.source.rows('parties')) {
    const { get, notes } = row
    const room = roomFor(run, keyOf(get('room_id')), notes)
    if (room === undefined) continue
    const email = emailOf(get('email'))
    if (email === null) {
      notes.refused('BAD_EMAIL', `“${keyOf(get('email')).slice(0, 80)}” is no e-mail address.`)
      continue
    }
    if (keyOf(get('email')) !== email) notes.changed('EMAIL_CLEANED', `The e-mail became ${email}.`)
    const role = partyRoleOf(get('role'), notes)
    const key = `${room.id} ${email}`
    const before = roles.get(key)
    if (before === undefined || partyRoles.indexOf(role) < partyRoles.indexOf(before))
      roles.set(key, role)
    rows.push({ row, room, email, role })
  }
  for (const { row, room, email } of rows) {
    const known = room.parties.get(email)
    if (known !== undefined) {
      row.notes.changed(
        'MERGED',
        `The room has a party ${email} already; both are one, as ${known.role}.`,
      )
      run.parties.set(row.id, { id: known.id, room })
      continue
    }
    const role = roles.get(`${room.id} ${email}`) ?? 'viewer'
    const id = run.ids.uuid()
    await run.sink.add('parties', {
      id,
      room_id: room.id,
      role,
      name: textOf(row.get('name'), 'name', 120, row.notes) ?? email,
      email,
      organization: null,
      created_at: run.clock.iso(),
    })
    room.parties.set(email, { id, role })
    run.parties.set(row.id, { id, room })
  }
  for (const [legacyId, room] of run.rooms) {
    if (room === 'before') continue
    if ([...room.parties.values()].some(({ role }) => role === 'owner')) continue
    run.report.note('rooms', legacyId, 'NO_OWNER', `The room ${room.code} has no owner; add one.`)
  }
  await run.sink.flush()
}
