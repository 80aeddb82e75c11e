import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { passwords } from '../fixtures/names.ts'
import { serveProcess, sts } from '../fixtures/processes.ts'
import { fingerprint, rowsOf } from '../fixtures/raw-database.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'

const owner = ['--email', 'Olga@Example.org', '--name', 'Olga Owner']
const withPassword = { input: `${passwords.owner}\n` }

test('a new workspace: its owner signs in with the password from standard input', async () => {
  await using directory = await temporaryDirectory()
  const dir = join(directory.path, 'not', 'yet', 'there')
  const made = await sts(
    ['init', '--workspace', dir, ...owner, '--organization', 'Pelagos', '--password-stdin'],
    withPassword,
  )
  expect(made).toMatchObject({
    code: 0,
    stderr: '',
    stdout: `A workspace was made in ${dir}; its owner is olga@example.org.\n`,
  })
  expect(
    rowsOf(
      dir,
      `select email, console_role, organizations.name as organization from accounts
       join organizations on organizations.id = organization_id`,
    ),
  ).toEqual([{ email: 'olga@example.org', console_role: 'superadmin', organization: 'Pelagos' }])
  await using server = await serveProcess(dir)
  const caller = await server.signIn('olga@example.org', passwords.owner)
  expect(await caller.call('GET', '/api/v1/rooms')).toMatchObject({ status: 200, body: [] })
  server.signal('SIGTERM')
  await server.ended
  expect(await sts(['audit', 'verify', '--workspace', dir])).toMatchObject({ code: 0 })
})

test('the password may come from STS_PASSWORD, and JSON may be asked for', async () => {
  await using directory = await temporaryDirectory()
  const made = await sts(['init', '--workspace', directory.path, ...owner, '--json'], {
    env: { STS_PASSWORD: passwords.owner },
  })
  expect(made).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(made.stdout)).toEqual({
    workspace: directory.path,
    owner: 'olga@example.org',
    sample: false,
  })
})

test('--sample: a generated password is printed once, works for the sample’s people, and is stored nowhere', {
  timeout: 90_000,
}, async () => {
  await using directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  const made = await sts(
    ['init', '--workspace', dir, ...owner, '--sample', '--password-stdin'],
    withPassword,
  )
  expect(made).toMatchObject({ code: 0, stderr: '' })
  const [, password = ''] =
    /^The sample accounts have the password (\S+) \(shown only now\)\.$/m.exec(made.stdout) ?? []
  expect(password.length).toBeGreaterThanOrEqual(12)
  expect(made.stdout.split(password)).toHaveLength(2)
  expect(rowsOf(dir, 'select 1 from rooms')).toHaveLength(12)
  const everything = JSON.stringify([
    rowsOf(dir, 'select * from audit_entries'),
    rowsOf(dir, 'select * from accounts'),
    rowsOf(dir, 'select * from settings'),
  ])
  for (const secret of [password, passwords.owner]) expect(everything).not.toContain(secret)

  await using server = await serveProcess(dir)
  const caller = await server.signIn('kofi.mensah@pelagos-sts.example', password)
  expect((await caller.call('GET', '/api/v1/auth/me')).body).toMatchObject({
    console_role: 'operator',
  })
})

test('--sample: a password that was given is used and not printed', {
  timeout: 90_000,
}, async () => {
  await using directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  const made = await sts(
    ['init', '--workspace', dir, ...owner, '--sample', '--password-stdin', '--json'],
    { ...withPassword, env: { STS_SAMPLE_PASSWORD: passwords.sample } },
  )
  expect(made).toMatchObject({ code: 0, stderr: '' })
  expect(made.stdout).not.toContain('password')
  await using server = await serveProcess(dir)
  const caller = await server.signIn('kofi.mensah@pelagos-sts.example', passwords.sample)
  expect((await caller.call('GET', '/api/v1/auth/me')).status).toBe(200)
})

interface Refusal {
  name: string
  code: 1 | 2
  says: RegExp
  args?: string[]
  input?: string
  env?: Record<string, string>
  prepare?: (dir: string) => unknown
}
const refusals: Refusal[] = [
  {
    name: 'a directory with other files in it',
    code: 1,
    says: /must be empty; this one has other files/,
    prepare: async (dir) => {
      await mkdir(dir)
      await writeFile(join(dir, 'letter.txt'), 'Dear Sirs')
    },
  },
  {
    name: 'a workspace',
    code: 1,
    says: /There is a workspace in this directory already; nothing was changed/,
    prepare: copySample,
  },
  {
    name: 'a file in place of the directory',
    code: 1,
    says: /must be a directory that can be read; a file is there/,
    prepare: (dir) => writeFile(dir, 'Dear Sirs'),
  },
  {
    name: 'a file on the way to the directory',
    code: 1,
    says: /must be a directory; a file is there/,
    prepare: (dir) => writeFile(dir, 'Dear Sirs'),
    args: ['--workspace', 'workspace/below'],
  },
  { name: 'a short password', code: 2, says: /at least 12 characters/, input: 'elevensigns\n' },
  { name: 'an empty password', code: 2, says: /at least 12 characters/, input: '\n' },
  {
    name: 'no password, and no terminal to ask at',
    code: 2,
    says: /A password is needed: set STS_PASSWORD, or give --password-stdin/,
    args: ['--no-stdin'],
  },
  { name: 'an e-mail that is none', code: 2, says: /email: must be/, args: ['--email', 'olga'] },
  { name: 'an empty name', code: 2, says: /name: must not be empty/, args: ['--name', ' '] },
  {
    name: 'a short password for the sample, found after the database was made',
    code: 2,
    says: /at least 12 characters/,
    args: ['--sample'],
    env: { STS_SAMPLE_PASSWORD: 'short' },
  },
]

describe('refused, with a sentence, and nothing left behind', () => {
  test.for(refusals)('$name', async ({ code, says, args = [], input, env, prepare }) => {
    await using directory = await temporaryDirectory()
    await prepare?.(join(directory.path, 'workspace'))
    const before = fingerprint(directory.path)
    const source = args.includes('--no-stdin') ? [] : ['--password-stdin']
    const told = await sts(
      [
        ...['init', '--workspace', 'workspace', ...owner, ...source],
        ...args.filter((one) => one !== '--no-stdin'),
      ],
      { cwd: directory.path, input: input ?? withPassword.input, ...(env && { env }) },
    )
    expect([told.code, told.stdout]).toEqual([code, ''])
    expect(told.stderr).toMatch(says)
    expect(told.stderr).toMatch(/^sts: [^\n]+\n$/)
    expect(fingerprint(directory.path)).toEqual(before)
    if (prepare === undefined) expect(await readdir(directory.path)).toEqual([])
  })

  test('an empty directory that was there stays, empty; the ones on the way go again', async () => {
    await using directory = await temporaryDirectory()
    await mkdir(join(directory.path, 'empty'))
    for (const dir of ['empty', 'a/b/c']) {
      const told = await sts(
        ['init', '--workspace', dir, '--email', 'olga', '--name', 'O', '--password-stdin'],
        { cwd: directory.path, ...withPassword },
      )
      expect(told.code).toBe(2)
    }
    expect(await readdir(directory.path, { recursive: true })).toEqual(['empty'])
  })
})
