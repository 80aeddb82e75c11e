import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Clock } from '../platform/clock/index.ts'
import type { Ids } from '../platform/ids/index.ts'

/** Beyond this the file is set aside and a new one begun. */
const MAX_BYTES = 1024 * 1024

/**
 * Records one fault of the desktop door.
 * @returns the id under which people find it in the file
 */
export type Report = (what: string, error: unknown) => string

/**
 * The log of the door itself, for what happens before, beside and after an open workspace: one
 * JSON line for each fault in `logs/desktop.log`. Written synchronously, because the next thing
 * may be the end of the process; a disk that refuses it must not become a second fault.
 * @param userData the program's own data folder
 */
export function crashLog(userData: string, clock: Clock, ids: Ids): Report {
  const file = path.join(userData, 'logs', 'desktop.log')
  return (what, error) => {
    const id = ids.uuid()
    const line = JSON.stringify({ at: clock.iso(), id, what, error: describe(error) })
    try {
      mkdirSync(path.dirname(file), { recursive: true })
      if (sizeOf(file) > MAX_BYTES) renameSync(file, `${file}.1`)
      appendFileSync(file, `${line}\n`)
    } catch {
      process.stderr.write(`${line}\n`)
    }
    return id
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const cause = error.cause === undefined ? {} : { cause: describe(error.cause) }
  return { name: error.name, message: error.message, stack: error.stack, ...cause }
}
