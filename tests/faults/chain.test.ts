import { copyFile } from 'node:fs/promises'
import type BetterSqlite3 from 'better-sqlite3'
import { describe, expect, inject, test } from 'vitest'
import { entryHash, verifyChain } from '../../src-main/features/audit/index.ts'
import type { Tables } from '../../src-main/features/tables.ts'
import { openReadOnly } from '../../src-main/platform/db/index.ts'
import type { AuditEntry, VerifyChain } from '../../src-shared/contract/audit.ts'
import { sts } from '../fixtures/processes.ts'
import { openRaw } from '../fixtures/raw-database.ts'
import { temporaryDirectory } from '../fixtures/world.ts'

type Row = Tables['audit_entries']
/** An entry in the middle of the sample’s trail. */
const middle = 600

const attacks: {
  name: string
  attack: (db: BetterSqlite3.Database) => void
  broken: (last: number) => { seq: number; kind: string }
}[] = [
  {
    name: 'one byte of a detail changed',
    attack: (db) => alter(db, middle, 'detail', flipLetter(read(db, middle).detail)),
    broken: () => ({ seq: middle, kind: 'changed' }),
  },
  {
    name: 'one byte of a time changed',
    attack: (db) => alter(db, middle, 'at', read(db, middle).at.replace(/\dZ$/, '7Z')),
    broken: () => ({ seq: middle, kind: 'changed' }),
  },
  {
    name: 'one byte of a hash changed',
    attack: (db) => alter(db, middle, 'hash', flipDigit(read(db, middle).hash)),
    broken: () => ({ seq: middle, kind: 'changed' }),
  },
  {
    name: 'a row removed in the middle',
    attack: (db) => remove(db, middle),
    broken: () => ({ seq: middle, kind: 'removed' }),
  },
  {
    name: 'the first row removed',
    attack: (db) => remove(db, 1),
    broken: () => ({ seq: 1, kind: 'removed' }),
  },
  {
    name: 'a row removed and the ones after it numbered anew',
    attack: (db) => {
      remove(db, middle)
      renumber(db, middle + 1, -1)
    },
    broken: () => ({ seq: middle, kind: 'removed' }),
  },
  {
    name: 'two neighbours swapped',
    attack: (db) => swap(db, middle, middle + 1),
    broken: () => ({ seq: middle, kind: 'reordered' }),
  },
  {
    name: 'a row with its own right hash put in, the ones after it numbered anew',
    attack: (db) => {
      renumber(db, middle, 1)
      const before = read(db, middle - 1)
      insert(db, forged({ ...before, seq: middle, prev_hash: before.hash }))
    },
    broken: () => ({ seq: middle, kind: 'inserted' }),
  },
  {
    name: 'a row put in the place of another, with its own right hash',
    attack: (db) => {
      const row = read(db, middle)
      remove(db, middle)
      insert(db, forged({ ...row, actor_email: 'somebody@else.example' }))
    },
    broken: () => ({ seq: middle + 1, kind: 'inserted' }),
  },
  {
    name: 'the last row changed',
    attack: (db) => alter(db, last(db), 'actor_email', 'somebody@else.example'),
    broken: (tail) => ({ seq: tail, kind: 'changed' }),
  },
]

describe('`sts audit verify` exits 1 and names the first broken entry and its kind', () => {
  test.for(attacks)('$name', async ({ attack, broken }) => {
    await using world = await attacked(attack)
    const { code, stdout, stderr } = await verify(world.dir, '--json')
    expect(code).toBe(1)
    expect(stderr).toBe('')
    const found = JSON.parse(stdout) as VerifyChain
    expect(found.ok).toBe(false)
    expect(found.first_broken).toMatchObject(broken(world.last))
    expect(found.head.seq).toBeLessThan(found.first_broken?.seq ?? 0)
  })
})

test('people are told the entry and the kind in words, and how far the trail is sound', async () => {
  await using world = await attacked((db) => alter(db, middle, 'actor_email', 'x@y.example'))
  const { code, stdout } = await verify(world.dir)
  expect(code).toBe(1)
  expect(stdout).toContain(`BROKEN at entry ${middle} (changed)`)
  expect(stdout).toContain(`sound up to entry ${middle - 1} `)
})

test('a change of any column of an entry is found', async () => {
  await using world = await attacked(() => undefined)
  using database = openRaw(world.dir)
  unguard(database)
  const columns = Object.keys(read(database, middle)).filter((column) => column !== 'seq')
  const found: Record<string, unknown> = {}
  for (const column of columns) {
    const sound = read(database, middle)
    const value = column === 'source' ? 'import' : column === 'outcome' ? 'denied' : undefined
    alter(database, middle, column, value ?? otherThan(sound[column as keyof Row]))
    found[column] = (await walk(world.dir)).first_broken?.seq
    alter(database, middle, column, sound[column as keyof Row])
  }
  expect(found).toEqual(Object.fromEntries(columns.map((column) => [column, middle])))
  expect(await walk(world.dir)).toMatchObject({ ok: true })
})

test('two rows far from each other swapped: the first of them is named', async () => {
  await using world = await attacked((db) => swap(db, middle, middle + 300))
  expect((await walk(world.dir)).first_broken?.seq).toBe(middle)
})

test('the database itself refuses to change or remove an entry', async () => {
  await using world = await attacked(() => undefined)
  using database = openRaw(world.dir)
  expect(() => alter(database, middle, 'detail', '{}')).toThrow('append-only')
  expect(() => remove(database, middle)).toThrow('append-only')
})

describe('what only a checkpoint kept elsewhere can prove is not claimed to be found', () => {
  test('a tail that was cut off: the rest is reported sound, with its own head', async () => {
    await using world = await attacked((db) => {
      db.prepare('delete from audit_entries where seq > ?').run(middle)
    })
    const { code, stdout } = await verify(world.dir, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, entries: middle, head: { seq: middle } })
  })

  test('a chain rebuilt from a changed entry to its end', async () => {
    await using world = await attacked((db) => {
      let prev_hash = read(db, middle - 1).hash
      for (let seq = middle; seq <= last(db); seq++) {
        const actor_email = seq === middle ? 'somebody@else.example' : read(db, seq).actor_email
        const row = forged({ ...read(db, seq), actor_email, prev_hash })
        remove(db, seq)
        insert(db, row)
        prev_hash = row.hash
      }
    })
    expect(await walk(world.dir)).toMatchObject({ ok: true, entries: world.last })
  })
})

const verify = (dir: string, ...more: string[]) =>
  sts(['audit', 'verify', '--workspace', dir, ...more])

/** The walk itself, without a process around it. */
async function walk(dir: string): Promise<VerifyChain> {
  const db = openReadOnly<Tables>(`${dir}/workspace.db`)
  try {
    return await verifyChain(db.kysely, 1, () => undefined)
  } finally {
    db.close()
  }
}

/** A sample workspace after somebody with a database tool has been at it. */
async function attacked(attack: (db: BetterSqlite3.Database) => void) {
  const directory = await temporaryDirectory()
  const dir = directory.path
  await copyFile(`${inject('sampleWorkspace')}/workspace.db`, `${dir}/workspace.db`)
  using database = openRaw(dir)
  const tail = last(database)
  if (attack.length > 0) unguard(database)
  attack(database)
  return { dir, last: tail, [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose]() }
}

const unguard = (db: BetterSqlite3.Database) =>
  db.exec(
    'drop trigger audit_entries_no_update; drop trigger audit_entries_no_delete; drop trigger audit_entries_derived',
  )

function read(db: BetterSqlite3.Database, seq: number): Row {
  const row = db.prepare<[number], Row>('select * from audit_entries where seq = ?').get(seq)
  if (row === undefined) throw new Error(`The sample’s trail has no entry ${seq}.`)
  return row
}

const last = (db: BetterSqlite3.Database): number =>
  Number(db.prepare('select max(seq) from audit_entries').pluck().get())

const alter = (db: BetterSqlite3.Database, seq: number, column: string, value: unknown) =>
  db.prepare(`update audit_entries set ${column} = ? where seq = ?`).run(value, seq)

const remove = (db: BetterSqlite3.Database, seq: number) =>
  db.prepare('delete from audit_entries where seq = ?').run(seq)

function insert(db: BetterSqlite3.Database, row: Row): void {
  const columns = Object.keys(row)
  db.prepare(
    `insert into audit_entries (${columns.join()}) values (${columns.map((one) => `@${one}`).join()})`,
  ).run(row)
}

/** Moves every number from `from` on; by way of negative ones, because they are unique. */
function renumber(db: BetterSqlite3.Database, from: number, by: number): void {
  db.prepare('update audit_entries set seq = -(seq + ?) where seq >= ?').run(by, from)
  db.exec('update audit_entries set seq = -seq where seq < 0')
}

function swap(db: BetterSqlite3.Database, a: number, b: number): void {
  const move = db.prepare('update audit_entries set seq = ? where seq = ?')
  move.run(-1, a)
  move.run(a, b)
  move.run(b, -1)
}

/** The row with the hash that fits what it says: whoever has the program can compute it. */
function forged(row: Row): Row {
  const { hash: _, ...rest } = row
  const entry: Omit<AuditEntry, 'hash'> = {
    ...rest,
    actor_roles: JSON.parse(row.actor_roles),
    detail: JSON.parse(row.detail),
  }
  return { ...row, hash: entryHash(entry) }
}

const flipDigit = (hex: string): string => (hex.startsWith('0') ? '1' : '0') + hex.slice(1)

const flipLetter = (json: string): string =>
  json.replace(/:"([a-z])/i, (_, letter: string) => `:"${letter === 'q' ? 'p' : 'q'}`)

function otherThan(value: unknown): unknown {
  if (typeof value !== 'string') return 'x'
  if (/^[0-9a-f]{64}$/.test(value)) return flipDigit(value)
  return value.startsWith('{') ? '{"console":"superadmin","party":null}' : `${value}x`
}
