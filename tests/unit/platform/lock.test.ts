import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockWorkspace } from '../../../src-main/platform/db/index.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sts-lock-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const lockModule = pathToFileURL(
  join(import.meta.dirname, '../../../src-main/platform/db/index.ts'),
).href

/** Another process that locks the workspace, says so, and holds it until it is ended. */
async function otherHolder() {
  const script = `
    const { lockWorkspace } = await import(${JSON.stringify(lockModule)})
    lockWorkspace(${JSON.stringify(dir)})
    process.stdout.write('locked')
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

describe('a workspace', () => {
  test('is held by one holder at a time, until it is released', () => {
    const unlock = lockWorkspace(dir)
    expect(() => lockWorkspace(dir)).toThrow(expect.objectContaining({ code: 'WORKSPACE_BUSY' }))
    unlock()
    lockWorkspace(dir)()
  })

  test('that another process holds is refused, naming that process', async () => {
    const child = await otherHolder()
    try {
      expect(() => lockWorkspace(dir)).toThrow(
        expect.objectContaining({
          code: 'WORKSPACE_BUSY',
          message: expect.stringContaining(String(child.pid)),
        }),
      )
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  })

  test('is free at once when its holder was killed: no stale lock is left', async () => {
    const child = await otherHolder()
    child.kill('SIGKILL')
    await once(child, 'exit')
    const unlock = lockWorkspace(dir)
    expect(await readFile(join(dir, 'workspace.lock.pid'), 'utf8')).toBe(String(process.pid))
    unlock()
  })

  test('has its directory made for it', () => {
    lockWorkspace(join(dir, 'new', 'one'))()
  })

  test('cannot lie where a file is', async () => {
    const file = join(dir, 'file')
    await writeFile(file, 'x')
    for (const place of [file, join(file, 'below')]) {
      expect(() => lockWorkspace(place)).toThrow(
        expect.objectContaining({
          code: 'WORKSPACE_UNUSABLE',
          message: expect.stringContaining('must be a directory'),
        }),
      )
    }
  })

  test('whose lock file is somebody else’s is left alone', async () => {
    const foreign = 'this is somebody else’s file, long enough to be no database header at all. '
    await writeFile(join(dir, 'workspace.lock'), foreign.repeat(20))
    expect(() => lockWorkspace(dir)).toThrow(
      expect.objectContaining({ code: 'WORKSPACE_UNUSABLE' }),
    )
    expect(await readFile(join(dir, 'workspace.lock'), 'utf8')).toBe(foreign.repeat(20))
  })
})
