import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { migrate, migrationStates, openDatabase } from '../../src-main/platform/db/index.ts'
import { openWorkspace } from '../../src-main/workspace.ts'
import { entryUrl } from '../fixtures/names.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'

/** The program’s migrations, and what a test adds as if a newer program had it. */
const added = vi.hoisted<Record<string, Migration>>(() => ({}))
vi.mock('../../migrations/index.ts', async (original) => {
  const real = await original<typeof import('../../migrations/index.ts')>()
  return {
    migrations: new Proxy(real.migrations, {
      ownKeys: (target) => [...Reflect.ownKeys(target), ...Reflect.ownKeys(added)],
      has: (target, key) => key in target || key in added,
      get: (target, key) => Reflect.get(key in added ? added : target, key),
      getOwnPropertyDescriptor: (target, key) =>
        Reflect.getOwnPropertyDescriptor(key in added ? added : target, key),
    }),
  }
})
const { migrations } = await import('../../migrations/index.ts')

const noDown = async () => undefined
const adding = (name: string, up: (db: Kysely<unknown>) => Promise<void>) => {
  added[name] = { up, down: noDown }
}
const run = (statements: string[]) => async (db: Kysely<unknown>) => {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
afterEach(() => {
  for (const name of Object.keys(added)) delete added[name]
})

/** A sample workspace that is closed, and everything that its database holds, as text. */
async function sampleAndContents() {
  const directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  const contents = (file = join(dir, 'workspace.db')) => {
    const raw = new BetterSqlite3(file, { readonly: true })
    const tables = raw
      .prepare<[], { name: string; sql: string }>('select name, sql from sqlite_master order by 1')
      .all()
    const rows = tables
      .filter(({ sql: text }) => text?.startsWith('CREATE TABLE'))
      .map(({ name }) => [name, raw.prepare(`select * from "${name}"`).all()])
    raw.close()
    return JSON.stringify({ tables, rows })
  }
  return {
    dir,
    contents,
    open: () => openWorkspace({ dir, entryUrl, runTasks: false }),
    copies: () => readdir(join(dir, 'backups')).catch(() => []),
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  }
}

describe('a fresh database', () => {
  test('takes every migration once', async () => {
    await using directory = await temporaryDirectory()
    const db = openDatabase<unknown>(join(directory.path, 'new.db'), { create: true })
    const copied = vi.fn()
    expect(await migrate(db, migrations, copied)).toEqual(Object.keys(migrations))
    expect(copied).toHaveBeenCalledTimes(1)
    expect(await migrate(db, migrations, copied)).toEqual([])
    expect(copied).toHaveBeenCalledTimes(1)
    for (const state of await migrationStates(db, migrations)) {
      expect(state.executed_at).not.toBeNull()
    }
    db.close()
  })
})

describe('a workspace that a migration waits for', () => {
  test('is copied first, and the copy is the database as it was', async () => {
    await using sample = await sampleAndContents()
    const before = sample.contents()
    adding('9998_adds_a_table', run(['create table added_later (id text not null) strict']))
    const workspace = await sample.open()
    expect(workspace.db.pragma('foreign_keys')).toBe(1)
    await workspace.close()
    const copies = await sample.copies()
    expect(copies).toEqual([expect.stringMatching(/^before-migration-\d{8}-\d{6}Z\.db$/)])
    expect(sample.contents(join(sample.dir, 'backups', copies[0] ?? ''))).toBe(before)
    expect(sample.contents()).toContain('added_later')
  })

  test('is not copied again once it is up to date', async () => {
    await using sample = await sampleAndContents()
    await (await sample.open()).close()
    expect(await sample.copies()).toEqual([])
  })

  test('is not migrated when the copy cannot be made', async () => {
    await using sample = await sampleAndContents()
    const before = sample.contents()
    adding('9998_adds_a_table', run(['create table added_later (id text not null) strict']))
    const { writeFile } = await import('node:fs/promises')
    await writeFile(join(sample.dir, 'backups'), 'a file where the folder should be')
    await expect(sample.open()).rejects.toThrow()
    expect(sample.contents()).toBe(before)
  })
})

describe('a migration that fails', () => {
  test.each([
    {
      how: 'half way, after it changed rows and tables',
      statements: [
        'create table half_done (id text) strict',
        "update rooms set title = 'changed'",
        'alter table rooms add column extra text',
        'delete from messages',
        'this is not SQL',
      ],
      message: 'syntax error',
    },
    {
      how: 'because it leaves references to nothing',
      statements: ['delete from vessels'],
      message: 'leaves a broken reference in',
    },
  ])('$how changes nothing', async ({ statements, message }) => {
    await using sample = await sampleAndContents()
    const before = sample.contents()
    adding('9998_fails', run(statements))
    await expect(sample.open()).rejects.toThrow(message)
    expect(sample.contents()).toBe(before)
    delete added['9998_fails']
    const workspace = await sample.open()
    expect(workspace.db.pragma('foreign_keys')).toBe(1)
    await workspace.close()
  })

  test('takes the ones before it in the same start back with it', async () => {
    await using sample = await sampleAndContents()
    const before = sample.contents()
    adding('9997_works', run(['create table works (id text) strict']))
    adding('9998_fails', run(['this is not SQL']))
    await expect(sample.open()).rejects.toThrow('syntax error')
    expect(sample.contents()).toBe(before)
  })
})

describe('a migration that rebuilds a table', () => {
  test('keeps the rows that belong to its rows', async () => {
    await using sample = await sampleAndContents()
    const count = (table: string) => {
      const raw = new BetterSqlite3(join(sample.dir, 'workspace.db'), { readonly: true })
      const found = raw.prepare<[], { n: number }>(`select count(*) as n from ${table}`).get()
      raw.close()
      return found?.n
    }
    const children = ['documents', 'parties', 'messages', 'approvals', 'room_vessels']
    const before = children.map(count)
    adding('9998_rebuilds_rooms', async (db) => {
      const table = await sql<{
        sql: string
      }>`select sql from sqlite_master where name = 'rooms'`.execute(db)
      const definition = table.rows[0]?.sql.replace(/^CREATE TABLE rooms/, 'create table rooms_new')
      await run([
        definition ?? '',
        'insert into rooms_new select * from rooms',
        'drop table rooms',
        'alter table rooms_new rename to rooms',
      ])(db)
    })
    await (await sample.open()).close()
    expect(children.map(count)).toEqual(before)
    expect(before.every((rows) => rows !== undefined && rows > 0)).toBe(true)
  })
})

describe('a workspace of a newer program', () => {
  test('is refused by name, and nothing in it is changed', async () => {
    await using sample = await sampleAndContents()
    const raw = new BetterSqlite3(join(sample.dir, 'workspace.db'))
    raw.exec("insert into kysely_migration values ('9999_from_the_future', '2027-01-01')")
    raw.close()
    const before = sample.contents()
    await expect(sample.open()).rejects.toMatchObject({
      code: 'WORKSPACE_NEWER',
      message: expect.stringContaining('9999_from_the_future'),
    })
    expect(sample.contents()).toBe(before)
    expect(await sample.copies()).toEqual([])
  })
})
