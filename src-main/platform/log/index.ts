import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { createStream } from 'rotating-file-stream'

export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'debug'>

const secretNames = [
  'password',
  'password_hash',
  'token',
  'token_hash',
  'access_token',
  'cookie',
  'authorization',
  'secret',
]

const redact = {
  // At the top, one and two levels down (`err.data.password`): deeper than anything that is logged.
  paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  censor: '[removed]',
}

/** The workspace's log: `logs/sts.log`, 5 MB a file, five of them, one JSON line an event, no secrets. */
export function fileLog(workspaceDir: string): { log: Log; close: () => Promise<void> } {
  const directory = join(workspaceDir, 'logs')
  mkdirSync(directory, { recursive: true })
  const stream = createStream('sts.log', { path: directory, size: '5M', maxFiles: 5 })
  // A log that cannot be written (full disk) must not take the program with it.
  stream.on('error', () => undefined)
  return {
    log: pino({ level: 'info', redact, base: null }, stream),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  }
}

/** Says nothing. */
export const silentLog: Log = pino({ level: 'silent' })
