import { copyFile, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { serveProcess, sts } from '../fixtures/processes.ts'
import { fingerprint, openRaw, rowsOf, sha256Of } from '../fixtures/raw-database.ts'
import { temporaryDirectory } from '../fixtures/world.ts'

const commands = {
  'audit verify': ['audit', 'verify'],
  'db status': ['db', 'status'],
  'db migrate': ['db', 'migrate'],
  serve: ['serve', '--port', '0'],
}

const unusable = 'WORKSPACE_UNUSABLE'
const damaged = 'WORKSPACE_DAMAGED'
const places: { name: string; code: string; says: RegExp; make: (dir: string) => unknown }[] = [
  {
    name: 'nothing at all',
    code: unusable,
    says: /There is no workspace in this directory/,
    make: () => undefined,
  },
  {
    name: 'an empty directory',
    code: unusable,
    says: /There is no workspace in this directory/,
    make: (dir) => mkdir(dir),
  },
  {
    name: 'a file in place of the directory',
    code: unusable,
    says: /There is no workspace in this directory/,
    make: (dir) => writeFile(dir, 'a letter'),
  },
  {
    name: 'somebody else’s SQLite database',
    code: unusable,
    says: /is not a workspace’s: nothing was changed/,
    make: async (dir) => {
      await mkdir(dir)
      using database = openRaw(dir)
      database.exec('create table letters (text); insert into letters values (1)')
    },
  },
  {
    name: 'a directory in place of the database',
    code: unusable,
    says: /There is no workspace (here, or it cannot be opened|in this directory)/,
    make: (dir) => mkdir(join(dir, 'workspace.db'), { recursive: true }),
  },
  {
    name: 'a database of garbage',
    code: damaged,
    says: /is not a sound SQLite database/,
    make: async (dir) => {
      await mkdir(dir)
      await writeFile(join(dir, 'workspace.db'), Buffer.alloc(20_000, 'garbage '))
    },
  },
  {
    name: 'a database cut to half',
    code: damaged,
    says: /is not a sound SQLite database/,
    make: async (dir) => {
      const file = await bareSample(dir)
      await truncate(file, (await readFile(file)).length / 2)
    },
  },
  {
    name: 'a database of 3000 bytes',
    code: damaged,
    says: /is not a sound SQLite database/,
    make: async (dir) => truncate(await bareSample(dir), 3000),
  },
  {
    name: 'a database with overwritten pages',
    code: damaged,
    says: /sound SQLite database|is damaged: /,
    make: async (dir) => {
      const file = await bareSample(dir)
      const bytes = await readFile(file)
      await writeFile(file, bytes.fill('☠', 40 * 4096, 60 * 4096))
    },
  },
  {
    name: 'a database that a newer program has migrated',
    code: 'WORKSPACE_NEWER',
    says: /opened by a newer version of the program \(it has the migration 0099_future\)/,
    make: async (dir) => {
      await bareSample(dir)
      using database = openRaw(dir)
      database.exec("insert into kysely_migration values ('0099_future', '2030-01-01')")
    },
  },
]

describe.for(places)('$name', ({ code, says, make }) => {
  test('every command says so, exits 1, and changes no byte', async () => {
    await using directory = await temporaryDirectory()
    await make(join(directory.path, 'workspace'))
    const before = ours(directory.path)
    for (const [name, args] of Object.entries(commands)) {
      const told = await sts([...args, '--workspace', join(directory.path, 'workspace')])
      expect([name, told.code, told.stdout]).toEqual([name, 1, ''])
      expect(told.stderr).toMatch(says)
      expect(told.stderr).toMatch(/^sts: [^\n]+\n$/)
      expect(told.stderr).not.toContain('    at ')
      expect(ours(directory.path), name).toEqual(before)
    }
  })

  test('for programs the error is JSON with its code, on standard error', async () => {
    await using directory = await temporaryDirectory()
    const dir = join(directory.path, 'workspace')
    await make(dir)
    const told = await sts(['audit', 'verify', '--json', '--workspace', dir])
    expect([told.code, told.stdout]).toEqual([1, ''])
    expect(JSON.parse(told.stderr)).toMatchObject({ code, message: expect.stringMatching(says) })
  })
})

test('somebody else’s directory is left without a trace', async () => {
  await using directory = await temporaryDirectory()
  {
    using database = openRaw(directory.path)
    database.exec('create table letters (text)')
  }
  await sts(['audit', 'verify', '--workspace', directory.path])
  expect(await readdir(directory.path)).toEqual(['workspace.db'])
})

test('a workspace that is open is refused to a second process, which names the first; kill -9 frees it', async () => {
  await using directory = await temporaryDirectory()
  await bareSample(directory.path)
  await using server = await serveProcess(directory.path)
  for (const args of [commands.serve, commands['audit verify']]) {
    const told = await sts([...args, '--workspace', directory.path])
    expect([told.code, told.stdout]).toEqual([1, ''])
    expect(told.stderr).toContain(`Another process (number ${server.pid}) has this workspace open`)
  }
  const told = await sts(['audit', 'verify', '--json', '--workspace', directory.path])
  expect(JSON.parse(told.stderr)).toMatchObject({ code: 'WORKSPACE_BUSY' })
  expect(await sts(['db', 'status', '--workspace', directory.path])).toMatchObject({ code: 0 })

  server.signal('SIGKILL')
  await server.ended
  expect(await sts(['audit', 'verify', '--workspace', directory.path])).toMatchObject({ code: 0 })
})

test('a port in use: the server says which, exits 1, and lets go of the workspace', async () => {
  await using directory = await temporaryDirectory()
  await bareSample(directory.path)
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()))
  const { port } = other.address() as AddressInfo
  const told = await sts(['serve', '--port', String(port), '--workspace', directory.path])
  other.close()
  expect(told).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `sts: Port ${port} is in use; choose another one with --port.\n`,
  })
  expect(await sts(['audit', 'verify', '--workspace', directory.path])).toMatchObject({ code: 0 })
})

test.for(['0.0.0.0', '::', '192.168.1.1', 'example.org'])(
  '--host %s is refused: wrong usage',
  async (host) => {
    await using directory = await temporaryDirectory()
    await bareSample(directory.path)
    const told = await sts(['serve', '--host', host, '--port', '0', '--workspace', directory.path])
    expect([told.code, told.stdout]).toEqual([2, ''])
    expect(told.stderr).toContain(`--host ${host} is refused: the door opens on the loopback`)
  },
)

test.for(['SIGTERM', 'SIGINT'] as const)(
  '%s stops an idle server cleanly: exit 0, one line on stdout, nothing left but the workspace',
  async (signal) => {
    await using directory = await temporaryDirectory()
    await bareSample(directory.path)
    await using server = await serveProcess(directory.path)
    server.signal(signal)
    const { code, stdout } = await server.ended
    expect(code).toBe(0)
    expect(stdout).toBe(`listening on ${server.origin}\n`)
    expect(server.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const left = (await readdir(directory.path)).filter((file) => file.startsWith('workspace.db'))
    expect(left).toEqual(['workspace.db'])
    expect(rowsOf(directory.path, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  },
)

/** The sample’s database alone: what start-up looks at. @returns its path */
async function bareSample(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true })
  await copyFile(join(inject('sampleWorkspace'), 'workspace.db'), join(dir, 'workspace.db'))
  return join(dir, 'workspace.db')
}

/**
 * Everything there but what a look leaves beside a database that is ours: the lock, and the empty
 * side files of SQLite, which the next writer clears away.
 */
const ours = (directory: string) =>
  Object.fromEntries(
    Object.entries(fingerprint(directory)).filter(
      ([file, sha256]) =>
        !/workspace\.lock|-shm$/.test(file) && !(file.endsWith('-wal') && sha256 === ofNothing),
    ),
  )

const ofNothing = sha256Of(new Uint8Array())
