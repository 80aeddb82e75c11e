import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { migrations } from '../../migrations/index.ts'
import { megabyte } from '../../src-shared/rules/sizes.ts'
import { careInWords } from '../features/storage/index.ts'
import type { Tables } from '../features/tables.ts'
import { placesOf } from '../places.ts'
import { migrationStates, openReadOnly, quickCheck } from '../platform/db/index.ts'
import { DomainError } from '../platform/domain-error.ts'
import { databaseName, programVersion } from '../workspace.ts'
import { type Answer, table } from './output.ts'

/** Which migrations the database has, without changing or locking anything. */
export async function databaseStatus(dir: string): Promise<Answer> {
  const file = join(dir, databaseName)
  if (!isFile(file)) {
    throw new DomainError('WORKSPACE_UNUSABLE', 'There is no workspace in this directory.')
  }
  const db = openReadOnly<unknown>(file)
  try {
    const states = await migrationStates(db, migrations)
    return {
      value: { database: databaseName, migrations: states },
      lines: table(
        ['MIGRATION', 'EXECUTED'],
        states.map((one) => [one.name, one.executed_at ?? 'pending']),
      ),
    }
  } finally {
    db.close()
  }
}

/** What a person who helps from afar would ask for first: each check with its finding. */
export async function doctor(dir: string, entryUrl: string): Promise<Answer> {
  const checks: { check: string; ok: boolean; finding: string }[] = []
  const check = async (name: string, look: () => string | Promise<string>) => {
    try {
      checks.push({ check: name, ok: true, finding: await look() })
    } catch (error) {
      const finding = error instanceof Error ? error.message : String(error)
      checks.push({ check: name, ok: false, finding })
    }
  }
  await check(
    'program',
    () => `${programVersion} on Node ${process.versions.node}, ${process.platform} ${process.arch}`,
  )
  await check('program files', () => {
    const places = placesOf(entryUrl)
    const missing = [places.renderWorker, places.readerWorker, places.fonts].filter(
      (one) => !existsSync(one),
    )
    if (missing.length > 0)
      throw new Error(`${missing.length} of the program’s own files are missing: install it again.`)
    return 'complete'
  })
  await check('workspace', () => {
    if (!isFile(join(dir, databaseName)))
      throw new Error('There is none in this directory; `sts init` makes one.')
    accessSync(dir, constants.W_OK)
    return 'there, and writable'
  })
  await check('database', async () => {
    const file = join(dir, databaseName)
    if (!isFile(file)) throw new Error('It was not looked at: there is no workspace.')
    const db = openReadOnly<unknown>(file)
    try {
      quickCheck(db)
      const pending = (await migrationStates(db, migrations)).filter(
        (one) => one.executed_at === null,
      )
      return pending.length === 0
        ? 'sound, up to date'
        : `sound, ${pending.length} migrations wait for the next start`
    } finally {
      db.close()
    }
  })
  await check('files', async () => {
    const file = join(dir, databaseName)
    if (!isFile(file)) throw new Error('They were not looked at: there is no workspace.')
    const db = openReadOnly<Tables>(file)
    try {
      const states = await migrationStates(db, migrations)
      if (states.some((one) => one.executed_at === null)) {
        return 'looked at after the next start, which brings the database up to date'
      }
      return await careInWords(db.kysely)
    } finally {
      db.close()
    }
  })
  await check('free disk', () => {
    const { bavail, bsize } = statfsSync(existsSync(dir) ? dir : '.')
    const free = bavail * bsize
    if (free < 500 * megabyte)
      throw new Error(`${Math.round(free / megabyte)} MB: too little to work safely.`)
    return `${(free / (1000 * megabyte)).toFixed(1)} GB`
  })
  return {
    ok: checks.every((one) => one.ok),
    value: { ok: checks.every((one) => one.ok), checks },
    lines: checks.map(
      (one) => `${one.ok ? 'ok  ' : 'FAIL'}  ${one.check.padEnd(14)} ${one.finding}`,
    ),
  }
}

const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() === true
