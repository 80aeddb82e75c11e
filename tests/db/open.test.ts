import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Tables } from '../../src-main/features/tables.ts'
import { openDatabase, openReadOnly } from '../../src-main/platform/db/index.ts'
import { openWorkspace } from '../../src-main/workspace.ts'
import { entryUrl } from '../fixtures/names.ts'
import { copySample, openWorld, temporaryDirectory } from '../fixtures/world.ts'

/** A copy of the sample that is not open, and its database’s file. */
async function closedSample() {
  const directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  return {
    dir,
    file: join(dir, 'workspace.db'),
    open: () => openWorkspace({ dir, entryUrl, runTasks: false }),
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  }
}

describe('an open workspace', () => {
  test('keeps its promises to the disk: WAL, full synchronisation, foreign keys', async () => {
    await using world = await openWorld({ runTasks: false })
    const { db } = world.workspace
    expect(db.pragma('journal_mode')).toBe('wal')
    expect(db.pragma('synchronous')).toBe(2)
    expect(db.pragma('foreign_keys')).toBe(1)
    expect(db.pragma('trusted_schema')).toBe(0)
    expect(db.pragma('foreign_key_check')).toBeUndefined()
  })

  test('keeps them after a new start too, and in a workspace that was just made', async () => {
    await using world = await openWorld({ runTasks: false })
    await world.reopen()
    expect(world.workspace.db.pragma('synchronous')).toBe(2)
    await using directory = await temporaryDirectory()
    const fresh = openDatabase(join(directory.path, 'new.db'), { create: true })
    expect(fresh.pragma('journal_mode')).toBe('wal')
    expect(fresh.pragma('synchronous')).toBe(2)
    expect(fresh.pragma('foreign_keys')).toBe(1)
    fresh.close()
  })

  test('refuses a reference to something that is not there', async () => {
    await using world = await openWorld({ runTasks: false })
    const { kysely } = world.workspace.db
    const { id } = await kysely.selectFrom('rooms').select('id').executeTakeFirstOrThrow()
    const orphan = kysely
      .updateTable('rooms')
      .set({ organization_id: 'nothing' })
      .where('id', '=', id)
      .execute()
    await expect(orphan).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_FOREIGNKEY' })
  })

  test('refuses every change and removal of an audit entry, whoever asks', async () => {
    await using world = await openWorld({ runTasks: false })
    const { db } = world.workspace
    const rows = () => db.kysely.selectFrom('audit_entries').selectAll().execute()
    const before = await rows()
    const attempts = [
      "update audit_entries set detail = '{}' where seq = 5",
      'update audit_entries set seq = seq + 1 where seq = (select max(seq) from audit_entries)',
      'delete from audit_entries where seq = (select max(seq) from audit_entries)',
      'delete from audit_entries',
      "insert into audit_entries select * from audit_entries where seq = 1 on conflict do update set detail = 'x'",
    ]
    for (const attempt of attempts) {
      expect(() => db.exec(attempt), attempt).toThrow('audit entries are append-only')
    }
    expect(await rows()).toEqual(before)
  })

  test('does not let REPLACE slip past that refusal', async () => {
    await using world = await openWorld({ runTasks: false })
    const { db } = world.workspace
    const replace = 'insert or replace into audit_entries select * from audit_entries where seq = 5'
    expect(() => db.exec(replace)).toThrow('audit entries are append-only')
  })
})

describe('one connection', () => {
  test('lets nothing else in between the statements of a transaction', async () => {
    await using world = await openWorld({ runTasks: false })
    const { kysely } = world.workspace.db
    const order: string[] = []
    const first = kysely.transaction().execute(async (trx) => {
      await trx.updateTable('rooms').set({ title: 'not yet' }).execute()
      order.push('changed')
      await trx.selectFrom('rooms').selectAll().execute()
      order.push('read')
      throw new Error('undone')
    })
    const outside = kysely
      .selectFrom('rooms')
      .select('title')
      .execute()
      .then((rows) => {
        order.push('outside')
        return rows
      })
    const second = kysely.transaction().execute(async () => {
      order.push('second')
    })
    await expect(first).rejects.toThrow('undone')
    expect((await outside).some((row) => row.title === 'not yet')).toBe(false)
    await second
    expect(order).toEqual(['changed', 'read', 'outside', 'second'])
  })

  test('that only reads cannot write', async () => {
    await using sample = await closedSample()
    const db = openReadOnly<Tables>(sample.file)
    const write = db.kysely.updateTable('rooms').set({ title: 'x' }).execute()
    await expect(write).rejects.toMatchObject({ code: 'SQLITE_READONLY' })
    db.close()
  })
})

describe('a directory that is no sound workspace', () => {
  test('without a database is refused, and none is made', async () => {
    await using directory = await temporaryDirectory()
    const opening = openWorkspace({ dir: directory.path, entryUrl })
    await expect(opening).rejects.toMatchObject({ code: 'WORKSPACE_UNUSABLE' })
    await expect(readFile(join(directory.path, 'workspace.db'))).rejects.toThrow('ENOENT')
  })

  test('whose database is another program’s is refused and left as it was', async () => {
    await using directory = await temporaryDirectory()
    const file = join(directory.path, 'workspace.db')
    const other = new BetterSqlite3(file)
    other.exec('create table theirs (x); insert into theirs values (1)')
    other.close()
    const before = await readFile(file)
    const opening = openWorkspace({ dir: directory.path, entryUrl })
    await expect(opening).rejects.toMatchObject({ code: 'WORKSPACE_UNUSABLE' })
    expect(await readFile(file)).toEqual(before)
  })

  test.each([
    { what: 'no database at all', damage: () => Buffer.from('not a database '.repeat(500)) },
    {
      what: 'damaged in the middle',
      damage: (bytes: Buffer) => {
        const damaged = Buffer.from(bytes)
        damaged.fill(0xff, 4096, damaged.length - 4096)
        return damaged
      },
    },
    { what: 'cut in half', damage: (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1) },
  ])('whose database is $what is a named state, not an empty list', async ({ damage }) => {
    await using sample = await closedSample()
    await writeFile(sample.file, damage(await readFile(sample.file)))
    await expect(sample.open()).rejects.toMatchObject({ code: 'WORKSPACE_DAMAGED' })
  })

  test('is let go of again: the lock does not outlive the refusal', async () => {
    await using sample = await closedSample()
    const sound = await readFile(sample.file)
    await writeFile(sample.file, 'not a database '.repeat(500))
    await expect(sample.open()).rejects.toMatchObject({ code: 'WORKSPACE_DAMAGED' })
    await writeFile(sample.file, sound)
    await (await sample.open()).close()
  })
})
