import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type BetterSqlite3 from 'better-sqlite3'
import { expect, test } from 'vitest'
import { entryHash } from '../../src-main/features/audit/index.ts'
import type { Tables } from '../../src-main/features/tables.ts'
import attackTable from '../fixtures/audit-attacks.json' with { type: 'json' }
import { openRoom } from '../fixtures/mutations.ts'
import { openRaw } from '../fixtures/raw-database.ts'
import { openWorld, type World } from '../fixtures/world.ts'

/**
 * The attack table of docs/audit.md, row by row: the attack is done on the closed database with
 * every trigger dropped; then the program itself is asked, alone and with a checkpoint that was made
 * before the attack.
 */
type Row = Tables['audit_entries']
type Kind = string | null
const middle = 600

const rows: {
  attack: keyof typeof attackTable.rows
  run: (db: BetterSqlite3.Database) => void
  alone: Kind
  withCheckpoint: Kind
}[] = [
  {
    attack: 'changed',
    run: (db) => alter(db, middle, 'actor_email', 'somebody@else.example'),
    alone: 'changed',
    withCheckpoint: 'changed',
  },
  {
    attack: 'removed',
    run: (db) => remove(db, middle),
    alone: 'removed',
    withCheckpoint: 'removed',
  },
  {
    attack: 'inserted',
    run: (db) => {
      const tail = last(db)
      db.prepare('update audit_entries set seq = -(seq + 1) where seq >= ?').run(middle)
      db.exec('update audit_entries set seq = -seq where seq < 0')
      const before = read(db, middle - 1)
      insert(db, forged({ ...before, seq: middle, prev_hash: before.hash }))
      expect(last(db)).toBe(tail + 1)
    },
    alone: 'inserted',
    withCheckpoint: 'inserted',
  },
  {
    attack: 'swapped',
    run: (db) => {
      const move = db.prepare('update audit_entries set seq = ? where seq = ?')
      move.run(-1, middle)
      move.run(middle, middle + 1)
      move.run(middle + 1, -1)
    },
    alone: 'reordered',
    withCheckpoint: 'reordered',
  },
  {
    attack: 'cut',
    run: (db) => db.prepare('delete from audit_entries where seq > ?').run(middle),
    alone: null,
    withCheckpoint: 'cut',
  },
  {
    attack: 'rebuilt',
    run: (db) => {
      let prev_hash = read(db, middle - 1).hash
      for (let seq = middle; seq <= last(db); seq++) {
        const actor_email = seq === middle ? 'somebody@else.example' : read(db, seq).actor_email
        const row = forged({ ...read(db, seq), actor_email, prev_hash })
        remove(db, seq)
        insert(db, row)
        prev_hash = row.hash
      }
    },
    alone: null,
    withCheckpoint: 'rebuilt',
  },
]

test.for(rows)('$attack: alone $alone, with a checkpoint $withCheckpoint', async (row) => {
  await using world = await openWorld({ runTasks: false })
  const checkpoint = JSON.stringify(await (await world.owner()).audit.checkpoint())
  await attacked(world, row.run)
  const owner = await world.owner()
  const alone = await owner.audit.verify({})
  expect({ ok: alone.ok, kind: alone.first_broken?.kind ?? null }).toEqual({
    ok: row.alone === null,
    kind: row.alone,
  })
  const held = await owner.audit.verify({ checkpoint })
  expect({ ok: held.ok, kind: held.first_broken?.kind }).toEqual({
    ok: false,
    kind: row.withCheckpoint,
  })
  expect([row.alone !== null, row.withCheckpoint !== null]).toEqual(attackTable.rows[row.attack])
})

test('an old copy of the database put in place, and grown past the checkpoint: only the checkpoint tells', async () => {
  await using world = await openWorld({ runTasks: false })
  const database = join(world.dir, 'workspace.db')
  const old = join(world.dir, 'tmp-old.db')
  await world.workspace.close()
  await copyFile(database, old)
  await world.reopen()
  const owner = await world.owner()
  await openRoom(owner, 'Before the copy was put in place')
  const checkpoint = JSON.stringify(await owner.audit.checkpoint())
  await world.workspace.close()
  await copyFile(old, database)
  await world.reopen()
  const restored = await world.owner()
  expect(await restored.audit.verify({})).toMatchObject({ ok: true })
  expect(await restored.audit.verify({ checkpoint })).toMatchObject({
    ok: false,
    first_broken: { kind: 'cut' },
  })
  await openRoom(restored, 'After it')
  for (let more = 0; more < 3; more++) await openRoom(restored, `After it, ${more}`)
  expect(await restored.audit.verify({})).toMatchObject({ ok: true })
  expect(await restored.audit.verify({ checkpoint })).toMatchObject({
    ok: false,
    first_broken: { kind: 'rebuilt', message: expect.stringContaining('old copy') },
  })
  expect(attackTable.rows.old_copy).toEqual([false, true])
})

test('a clock that was set back is reported, and breaks nothing', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const checkpoint = JSON.stringify(await owner.audit.checkpoint())
  const { head } = await owner.audit.verify({})
  world.clock.set('2026-11-01T00:00:00.000Z')
  await openRoom(owner, 'Backdated')
  const alone = await owner.audit.verify({})
  expect(alone).toMatchObject({ ok: true, clock_set_back: { first_seq: head.seq + 2 } })
  expect(alone.clock_set_back?.message).toContain('The clock was set back')
  const held = await owner.audit.verify({ checkpoint })
  expect(held.clock_set_back?.count).toBeGreaterThan(1)
})

/** The program closed, somebody with a database tool at its file, the program open again. */
async function attacked(world: World, run: (db: BetterSqlite3.Database) => void): Promise<void> {
  await world.workspace.close()
  {
    using database = openRaw(world.dir)
    const triggers = database
      .prepare<[], string>("select name from sqlite_schema where type = 'trigger'")
      .pluck()
      .all()
    for (const trigger of triggers) database.exec(`drop trigger "${trigger}"`)
    run(database)
  }
  await world.reopen()
}

function read(db: BetterSqlite3.Database, seq: number): Row {
  const row = db.prepare<[number], Row>('select * from audit_entries where seq = ?').get(seq)
  if (row === undefined) throw new Error(`The trail has no entry ${seq}.`)
  return row
}

const last = (db: BetterSqlite3.Database): number =>
  Number(db.prepare('select max(seq) from audit_entries').pluck().get())

const alter = (db: BetterSqlite3.Database, seq: number, column: string, value: string) =>
  db.prepare(`update audit_entries set ${column} = ? where seq = ?`).run(value, seq)

const remove = (db: BetterSqlite3.Database, seq: number) =>
  db.prepare('delete from audit_entries where seq = ?').run(seq)

function insert(db: BetterSqlite3.Database, row: Row): void {
  const names = Object.keys(row)
  db.prepare(
    `insert into audit_entries (${names.join()}) values (${names.map((name) => `@${name}`).join()})`,
  ).run(row)
}

/** The row with the hash that fits what it says: whoever has the program can compute it. */
function forged({ hash: _, ...row }: Row): Row {
  return {
    ...row,
    hash: entryHash({
      ...row,
      actor_roles: JSON.parse(row.actor_roles),
      detail: JSON.parse(row.detail),
    }),
  }
}
