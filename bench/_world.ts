import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import BetterSqlite3 from 'better-sqlite3'
import { entryHash } from '../src-main/features/audit/index.ts'
import { initWorkspace } from '../src-main/init.ts'
import { databaseName } from '../src-main/workspace.ts'
import type { AuditEntry } from '../src-shared/contract/audit.ts'
import { canonicalJson } from '../src-shared/rules/canonical-json.ts'

export const entryUrl = pathToFileURL(join(import.meta.dirname, '../src-main/cli.ts')).href
export const owner = {
  email: 'owner@example.org',
  name: 'Olga Owner',
  password: 'bench-password-1',
}

/** A directory that goes with the process. */
export function temporaryDirectory(): string {
  const dir = mkdtempSync(join(tmpdir(), 'sts-bench-'))
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** Makes the sample workspace, closed. @returns its directory */
export async function sampleWorkspace(): Promise<string> {
  const dir = join(temporaryDirectory(), 'workspace')
  await initWorkspace({
    dir,
    entryUrl,
    owner,
    sample: { anchor: '2026-11-20', password: owner.password },
  })
  return dir
}

/** The same settings as the program's own writing connection. */
export function openRaw(file: string): BetterSqlite3.Database {
  const database = new BetterSqlite3(file)
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) {
    database.pragma(pragma)
  }
  database.pragma('cache_size = -16000')
  return database
}

/** A copy of a closed workspace's database, for the peer. */
export function copyOf(dir: string): string {
  const copy = join(temporaryDirectory(), databaseName)
  copyFileSync(join(dir, databaseName), copy)
  return copy
}

/** Adds completed snapshots to a closed workspace, spread evenly over its rooms. */
export function addSnapshots(dir: string, count: number): void {
  const raw = openRaw(join(dir, databaseName))
  const rooms = raw.prepare<[], { id: string }>('select id from rooms').all()
  const blob = 'a'.repeat(64)
  raw
    .prepare(
      `insert or ignore into blobs (sha256, size_bytes, created_at) values (?, 60000, '2026-11-20')`,
    )
    .run(blob)
  const insert = raw.prepare(
    `insert into snapshots (id, room_id, title, heading, format, status, trigger, options, viewpoint,
       room_revision, content_hash, blob_sha256, file_size, created_by, created_at, completed_at)
     values (?, ?, 'Room snapshot', 'Room snapshot', 'pdf', 'completed', 'scheduled', '{}', 'null',
       1, ?, ?, 60000, 'system', ?, ?)`,
  )
  raw.transaction(() => {
    for (let made = 0; made < count; made += 1) {
      const at = new Date(Date.UTC(2026, 0, 1) + made * 60_000).toISOString()
      const room = rooms[made % rooms.length]?.id
      insert.run(uuid(made), room, randomBytes(32).toString('hex'), blob, at, at)
    }
  })()
  raw.close()
}

/** Adds entries to the trail of a closed workspace, chained as the program chains them, over a year. */
export function addEntries(dir: string, count: number): void {
  const raw = openRaw(join(dir, databaseName))
  const append = rawAppend(raw, count)
  raw.transaction(() => {
    for (let made = 0; made < count; made += 1) append(made)
  })()
  raw.close()
}

/**
 * Appends an entry with its link in the chain by two prepared statements: what the peer does.
 * @param spread over how many entries a year is spread; 0: all at the same time
 */
export function rawAppend(raw: BetterSqlite3.Database, spread = 0): (n: number) => void {
  const rooms = raw
    .prepare<[], { id: string; organization_id: string }>('select id, organization_id from rooms')
    .all()
  const head = raw.prepare<[], { seq: number; hash: string }>(
    'select seq, hash from audit_entries order by seq desc limit 1',
  )
  const insert = raw.prepare(
    `insert into audit_entries (seq, at, actor_id, actor_email, actor_roles, source, action,
       resource_type, resource_id, room_id, organization_id, terminal_id, outcome, detail, prev_hash, hash)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  return (n) => {
    const last = head.get()
    const room = rooms[n % rooms.length]
    const entry: Omit<AuditEntry, 'hash'> = {
      seq: (last?.seq ?? 0) + 1,
      at:
        spread === 0
          ? '2026-11-20T12:00:00.000Z'
          : new Date(Date.UTC(2025, 0, 1) + (n / spread) * 365 * 86_400_000).toISOString(),
      actor_id: null,
      actor_email: owner.email,
      actor_roles: { console: 'superadmin', party: null },
      source: 'desktop',
      action: actions[n % actions.length] ?? 'document.approved',
      resource_type: 'document',
      resource_id: uuid(n),
      room_id: room?.id ?? null,
      organization_id: room?.organization_id ?? null,
      terminal_id: null,
      outcome: 'success',
      detail: { type_code: 'Q88', type_name: 'Vessel questionnaire', before: 'under_review', n },
      prev_hash: last?.hash ?? '0'.repeat(64),
    }
    insert.run(
      entry.seq,
      entry.at,
      entry.actor_id,
      entry.actor_email,
      canonicalJson(entry.actor_roles),
      entry.source,
      entry.action,
      entry.resource_type,
      entry.resource_id,
      entry.room_id,
      entry.organization_id,
      entry.terminal_id,
      entry.outcome,
      canonicalJson(entry.detail),
      entry.prev_hash,
      entryHash(entry),
    )
  }
}

const actions = ['document.approved', 'document.uploaded', 'message.sent', 'snapshot.created']

export const uuid = (n: number): string =>
  `019a0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
