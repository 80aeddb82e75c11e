import type BetterSqlite3 from 'better-sqlite3'
import { uuid } from './_world.ts'

export const seller = 'seller@bench.example'

/** Ids of what is filled in, apart from each other. */
export const room0 = 0x1_0000_0000
const vessel0 = 0x2_0000_0000
const document0 = 0x3_0000_0000
const party0 = 0x4_0000_0000

export function codeOf(n: number): string {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  let code = ''
  for (let left = n, sign = 0; sign < 6; sign += 1, left = Math.floor(left / 32)) {
    code = `${alphabet[left % 32]}${code}`
  }
  return code
}

/** Rooms with three ships and two parties each, and documents of which four in five are approved. */
export function fillRooms(
  database: BetterSqlite3.Database,
  { rooms, documentsOfRoom }: { rooms: number; documentsOfRoom: number },
): void {
  const organizations = database.prepare<[], string>('select id from organizations').pluck().all()
  const terminals = database.prepare<[], string>('select id from terminals').pluck().all()
  const types = database
    .prepare<[], { id: string; category: string }>('select id, category from document_types')
    .all()
  const perVessel = types.filter((type) => ['vessel', 'technical', 'crew'].includes(type.category))
  const ofRoom = types.filter((type) => !perVessel.includes(type))
  const statuses = ['pending', 'ready', 'active', 'on_hold', 'completed', 'cancelled']
  const at = '2026-11-20T12:00:00.000Z'
  const vessel = database.prepare(
    `insert into vessels (id, imo, name, vessel_type, flag, owner, created_at, updated_at)
     values (?, ?, ?, 'Tanker', 'NO', ?, '${at}', '${at}')`,
  )
  const room = database.prepare(
    `insert into rooms (id, code, title, organization_id, terminal_id, location, status, eta, currency, tags,
       revision, created_by, created_at, updated_by, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, 'USD', '[]', 1, 'b', ?, 'b', ?)`,
  )
  const party = database.prepare("insert into parties values (?, ?, ?, ?, ?, ?, '2026-11-20')")
  const inRoom = database.prepare("insert into room_vessels values (?, ?, ?, ?, '2026-11-20')")
  const document = database.prepare(
    `insert into documents (id, room_id, vessel_id, type_id, status, expires_on, priority, created_at)
     values (?, ?, ?, ?, ?, ?, 'normal', '${at}')`,
  )
  database.transaction(() => {
    for (let n = 0; n < 2000; n += 1) {
      const imo = String(5_000_000 + n)
      vessel.run(uuid(vessel0 + n), imo, `Vessel ${String(n).padStart(4, '0')}`, `Owner ${n % 50}`)
    }
    let made = 0
    for (let n = 0; n < rooms; n += 1) {
      const id = uuid(room0 + n)
      const eta = new Date(Date.UTC(2024, 0, 1) + n * 9_000_000).toISOString()
      const stamp = new Date(Date.UTC(2026, 0, 1) + ((n * 7919) % rooms) * 60_000).toISOString()
      room.run(
        id,
        `STS-2026${String(1 + (n % 12)).padStart(2, '0')}01-${codeOf(n)}`,
        `Crude parcel ${n}`,
        organizations[n % organizations.length],
        terminals[n % terminals.length],
        `Box ${n % 90}`,
        statuses[n % 6],
        eta,
        stamp,
        stamp,
      )
      for (const [k, role] of ['owner', 'broker'].entries()) {
        party.run(
          uuid(party0 + n * 4 + k),
          id,
          role,
          `Person ${n} ${k}`,
          `p${n}x${k}@bench.example`,
          null,
        )
      }
      if (n % 33 === 0 && n < 9900) {
        party.run(uuid(party0 + n * 4 + 3), id, 'seller', 'Seller', seller, 'Owner 7')
      }
      const ships = [n % 2000, (n * 7 + 1) % 2000, (n * 11 + 2) % 2000].map((ship) =>
        uuid(vessel0 + ship),
      )
      let place = 0
      for (const ship of new Set(ships)) inRoom.run(id, ship, 'mother', ++place)
      let count = 0
      const add = (type: string, ship: string | null) => {
        if (count >= documentsOfRoom) return
        const status = count % 5 === 4 ? 'missing' : 'approved'
        document.run(
          uuid(document0 + made++),
          id,
          ship,
          type,
          status,
          count % 3 ? null : '2027-03-01',
        )
        count += 1
      }
      for (const ship of new Set(ships)) for (const type of perVessel) add(type.id, ship)
      for (const type of ofRoom) add(type.id, null)
    }
  })()
  database.pragma('wal_checkpoint(truncate)')
  const count = database.prepare<[], number>('select count(*) from documents').pluck().get()
  console.log(`${rooms} rooms, ${count} documents`)
}
