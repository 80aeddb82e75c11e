import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { text as readAll } from 'node:stream/consumers'
import { DomainError } from '../platform/domain-error.ts'

/** Progress on standard error, only where somebody looks: a terminal. */
export function createProgress(label: string): {
  at(percent: number, step: string): void
  end(): void
} {
  const { stderr } = process
  if (!stderr.isTTY) return { at: () => undefined, end: () => undefined }
  return {
    at: (percent, step) => {
      const filled = Math.round(percent / 5)
      const bar = '█'.repeat(filled) + '░'.repeat(20 - filled)
      stderr.write(`\r\x1b[K${label} ${bar} ${percent} % ${step}`)
    },
    end: () => {
      stderr.write('\r\x1b[K')
    },
  }
}

/**
 * A password from an environment variable, standard input, or a prompt that shows nothing.
 * @throws BAD_REQUEST when there is none and nobody to ask
 */
export async function readPassword(options: {
  variable: string
  stdin: boolean
  prompt: string
}): Promise<string> {
  const given = process.env[options.variable]
  if (options.stdin) return (await readAll(process.stdin)).replace(/\r?\n$/, '')
  if (given !== undefined && given !== '') return given
  if (!process.stdin.isTTY) {
    throw new DomainError(
      'BAD_REQUEST',
      `A password is needed: set ${options.variable}, or give --password-stdin and write it to standard input.`,
    )
  }
  return askHidden(options.prompt)
}

async function askHidden(prompt: string): Promise<string> {
  process.stderr.write(`${prompt}: `)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await new Promise((resolve) => lines.question('', resolve))
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
