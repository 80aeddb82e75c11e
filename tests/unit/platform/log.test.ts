import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fileLog } from '../../../src-main/platform/log/index.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sts-log-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const secret = 'correct-horse-battery'
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

/** What the log's file holds after these calls. */
async function written(say: (log: ReturnType<typeof fileLog>['log']) => void): Promise<string> {
  const { log, close } = fileLog(dir)
  say(log)
  await close()
  return readFile(join(dir, 'logs', 'sts.log'), 'utf8')
}

describe('the log', () => {
  test('is one JSON line an event, in the workspace', async () => {
    const text = await written((log) => {
      log.info({ room: 'STS-1' }, 'opened')
      log.error({ err: new Error('no such table') }, 'unexpected')
    })
    const lines = text.trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 30, room: 'STS-1', msg: 'opened' })
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({
      level: 50,
      msg: 'unexpected',
      err: { message: 'no such table', stack: expect.stringContaining('log.test.ts') },
    })
  })

  test('does not name the machine', async () => {
    const text = await written((log) => log.info('hello'))
    expect(JSON.parse(text)).not.toHaveProperty('hostname')
    expect(JSON.parse(text)).not.toHaveProperty('pid')
  })

  test.each(secretNames)('never holds a %s, at any of the first three levels', async (name) => {
    const text = await written((log) => {
      log.error({ [name]: secret }, 'top')
      log.error({ input: { [name]: secret } }, 'one down')
      log.error({ request: { headers: { [name]: secret } } }, 'two down')
    })
    expect(text).not.toContain(secret)
    expect(text.match(/\[removed\]/g)).toHaveLength(3)
  })

  test('never holds what an error carries of a secret', async () => {
    const error = Object.assign(new Error('refused'), { data: { password: secret } })
    expect(await written((log) => log.error({ err: error }, 'x'))).not.toContain(secret)
  })

  test('keeps what is no secret', async () => {
    const text = await written((log) => log.warn({ email: 'a@b.example', token_count: 3 }, 'x'))
    expect(JSON.parse(text)).toMatchObject({ email: 'a@b.example', token_count: 3 })
  })

  test('goes on in the file that is there', async () => {
    await written((log) => log.info('first'))
    expect(await written((log) => log.info('second'))).toMatch(/"first".*\n.*"second"/)
  })

  test('that cannot be written does not take the program with it', async () => {
    const { log, close } = fileLog(dir)
    await close()
    await rm(join(dir, 'logs'), { recursive: true })
    await writeFile(join(dir, 'logs'), 'a file where the folder was')
    expect(() => log.error('into nothing')).not.toThrow()
  })

  test('has its folder made for it', async () => {
    await written((log) => log.info('x'))
    expect(await readdir(dir)).toEqual(['logs'])
  })
})
