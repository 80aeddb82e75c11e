/**
 * The room list, its search, and one room, on 10,000 rooms with 500,000 documents: through the gate
 * as the screens call them, beside the same questions as prepared statements of raw better-sqlite3.
 * For somebody who sees every room, and for a seller who sees some ships of 300 rooms.
 */
import { join } from 'node:path'
import type BetterSqlite3 from 'better-sqlite3'
import { createLocalClient, type LocalClient } from '../src-main/rpc/local-client.ts'
import { databaseName, openWorkspace } from '../src-main/workspace.ts'
import { interleaved, ms, print, printMachine, type Spread, times } from './_report.ts'
import { codeOf, fillRooms, room0, seller } from './_rooms.ts'
import { entryUrl, openRaw, owner, sampleWorkspace, uuid } from './_world.ts'

const rooms = 10_000
const documentsOfRoom = 50
const rounds = 200

const dir = await sampleWorkspace()
const raw = openRaw(join(dir, databaseName))
fillRooms(raw, { rooms, documentsOfRoom })
printMachine()

const workspace = await openWorkspace({ dir, entryUrl, runTasks: false })
const all = createLocalClient(
  workspace.router,
  await workspace.services.accounts.actor(owner.email),
  'desktop',
)
const some = createLocalClient(
  workspace.router,
  {
    account_id: null,
    email: seller,
    name: 'Seller',
    console_role: 'viewer',
    organization_id: null,
    session_id: null,
    token_permissions: null,
  },
  'desktop',
)
const page = { limit: 50 } as const
const statements = peers(raw)

await line(
  'room list, first page of 50',
  5,
  (n) => all.rooms.list({ ...page, sort: sortOf(n) }),
  () => statements.list(),
)
await line(
  'room list, page at offset 9,000',
  5,
  () => all.rooms.list({ ...page, offset: 9000 }),
  () => statements.list(9000),
)
await line(
  'room list by status',
  5,
  () => all.rooms.list({ ...page, status: 'active' }),
  () => statements.list(0, "and status = 'active'"),
)
for (const [name, question] of [
  ['a ship’s name', (n: number) => `Vessel ${String((n * 37) % 2000).padStart(4, '0')}`],
  ['an operation code', (n: number) => `STS-2026 ${codeOf((n * 41) % rooms)}`],
  ['two words of a title', (n: number) => `parcel ${(n * 13) % rooms}`],
  ['a word that every room has', () => 'parcel'],
] as const) {
  await line(
    `room search: ${name}`,
    10,
    (n) => all.rooms.list({ ...page, q: question(n) }),
    (n) => statements.search(question(n)),
  )
}
await line(
  'one room with its summary and documents',
  10,
  async (n) => detail(all, uuid(room0 + ((n * 31) % rooms))),
  (n) => statements.detail(uuid(room0 + ((n * 31) % rooms))),
)
await line(
  'room list of a seller (300 rooms)',
  5,
  () => some.rooms.list(page),
  () => statements.list(0, `and id in (select room_id from parties where email = '${seller}')`),
)
await line(
  'room search of a seller',
  10,
  (n) => some.rooms.list({ ...page, q: `Vessel ${String((n * 37) % 2000).padStart(4, '0')}` }),
  (n) => statements.search(`Vessel ${String((n * 37) % 2000).padStart(4, '0')}`),
)
await workspace.close()
raw.close()

function sortOf(n: number) {
  const sorts = ['eta', 'code', 'title', 'updated_at'] as const
  return sorts[n & 3] ?? 'eta'
}

async function detail(client: LocalClient, room_id: string): Promise<void> {
  await client.rooms.get({ room_id })
  await client.rooms.summary({ room_id })
  await client.documents.list({ room_id })
}

async function line(
  figure: string,
  goal: number,
  ours: (n: number) => unknown,
  peer: (n: number) => unknown,
): Promise<void> {
  // Rounds before the first, which warm up, are counted below zero.
  const measured = await interleaved(
    rounds,
    (n) => ours(Math.abs(n)),
    (n) => peer(Math.abs(n)),
  )
  print({
    figure,
    measured: spread(measured.ours),
    peer: `raw ${spread(measured.peer)} (${times(measured.ours.p50 / measured.peer.p50)})`,
    goal: `p95 ≤ ${goal} ms`,
    ok: measured.ours.p95 <= goal,
  })
}

function spread({ p50, p95 }: Spread): string {
  return `p50 ${ms(p50)}, p95 ${ms(p95)}`
}

/** The same questions, by statements that are prepared once: what the database itself can do. */
function peers(database: BetterSqlite3.Database) {
  const kept = new Map<string, BetterSqlite3.Statement>()
  const run = (sql: string, ...parameters: unknown[]) => {
    const statement = kept.get(sql) ?? database.prepare(sql)
    kept.set(sql, statement)
    return statement.all(...parameters)
  }
  const clearance = (ids: readonly string[]) =>
    run(
      `select room_id, count(*), sum(status = 'approved' and (expires_on is null or expires_on >= '2026-11-20'))
       from documents where room_id in (${ids.map(() => '?').join(',')})
       and type_id in (select id from document_types where required = 1) group by room_id`,
      ...ids,
    )
  const idsOf = (found: readonly unknown[]) =>
    found.flatMap((row) =>
      typeof row === 'object' && row !== null && 'id' in row && typeof row.id === 'string'
        ? [row.id]
        : [],
    )
  return {
    list: (offset = 0, where = '') => {
      const found = run(
        `select rooms.*, o.name as organization_name, t.name as terminal_name from rooms
         join organizations o on o.id = rooms.organization_id left join terminals t on t.id = rooms.terminal_id
         where 1 ${where.replaceAll(' id ', ' rooms.id ')} order by eta desc, rooms.id desc limit 50 offset ?`,
        offset,
      )
      run(`select count(*) from rooms where 1 ${where}`)
      clearance(idsOf(found))
    },
    search: (q: string) => {
      const question = q
        .split(' ')
        .map((word) => `"${word}"*`)
        .join(' ')
      const within = `id in (select room_id from room_search_rows where search_id in (select rowid from room_search where room_search match ?))`
      const found = run(
        `select * from rooms where ${within} order by eta desc, id desc limit 50`,
        question,
      )
      run(`select count(*) from rooms where ${within}`, question)
      clearance(idsOf(found))
    },
    detail: (id: string) => {
      run('select * from rooms where id = ?', id)
      clearance([id])
      run(
        'select * from documents join document_types on document_types.id = type_id where room_id = ?',
        id,
      )
      run(
        'select * from document_versions where document_id in (select id from documents where room_id = ?)',
        id,
      )
    },
  }
}
