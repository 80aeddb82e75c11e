import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { DomainError, systemCode } from '../domain-error.ts'

/** A process that is just ending is waited for. */
const waitMillis = 500

/**
 * Keeps a workspace to one process: an exclusive SQLite lock on `workspace.lock`, which the
 * operating system releases however the process ends, so that no stale lock is ever left behind.
 * @returns what releases it
 * @throws WORKSPACE_BUSY naming the process that holds it, WORKSPACE_UNUSABLE
 */
export function lockWorkspace(workspaceDir: string): () => void {
  const file = join(workspaceDir, 'workspace.lock')
  const holder = join(workspaceDir, 'workspace.lock.pid')
  let database: BetterSqlite3.Database
  try {
    mkdirSync(workspaceDir, { recursive: true })
    database = new BetterSqlite3(file, { timeout: waitMillis })
  } catch (error) {
    throw unusable(error)
  }
  try {
    database.pragma('journal_mode = MEMORY')
    database.exec('begin exclusive')
    writeFileSync(holder, String(process.pid))
  } catch (error) {
    database.close()
    if ((systemCode(error) ?? '').startsWith('SQLITE_BUSY')) {
      throw new DomainError(
        'WORKSPACE_BUSY',
        `Another process${holderText(holder)} has this workspace open. Close it there first; nothing was changed.`,
      )
    }
    throw unusable(error)
  }
  return () => {
    database.exec('rollback')
    database.close()
  }
}

function holderText(file: string): string {
  try {
    return ` (number ${readFileSync(file, 'utf8')})`
  } catch {
    return ''
  }
}

function unusable(error: unknown): unknown {
  const code = systemCode(error) ?? ''
  if (code === 'ENOSPC' || code === 'SQLITE_FULL') return new DomainError('DISK_FULL')
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return new DomainError(
      'WORKSPACE_UNUSABLE',
      'The workspace must be a directory; a file is there.',
    )
  }
  if (code === 'SQLITE_NOTADB') {
    return new DomainError(
      'WORKSPACE_UNUSABLE',
      'workspace.lock in this directory is not ours: this is not a workspace.',
    )
  }
  if (/^(EACCES|EPERM|EROFS|ENOENT|SQLITE_CANTOPEN|SQLITE_READONLY|SQLITE_PERM)/.test(code)) {
    return new DomainError(
      'WORKSPACE_UNUSABLE',
      'The workspace’s directory cannot be written to: check that it is there and its rights.',
    )
  }
  return error
}
