import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Snapshot, snapshotSchema } from '../../src-shared/contract/snapshots.ts'
import { type Ended, sts } from '../fixtures/processes.ts'
import { blobPath, rowsOf, sha256Of } from '../fixtures/raw-database.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'

const starts = { pdf: '%PDF-1.', json: '{', csv: 'PK\u0003\u0004' }

describe('create', () => {
  test.for(['pdf', 'json', 'csv'] as const)(
    '%s: the file is the blob of the snapshot',
    async (format) => {
      await using world = await sample()
      const out = join(world.base, `snapshot.${format}`)
      const made = await world.sts(
        'snapshot',
        'create',
        ...world.room,
        '--format',
        format,
        '--out',
        out,
      )
      expect([made.code, made.stderr]).toEqual([0, ''])
      const bytes = await readFile(out)
      expect(bytes.toString('latin1')).toMatch(new RegExp(`^${starts[format]}`))
      const [row] = rowsOf<Snapshot>(world.dir, 'select * from snapshots')
      expect(row).toMatchObject({ status: 'completed', format, file_size: bytes.length })
      const sha256 = sha256Of(bytes)
      expect(sha256Of(await readFile(blobPath(world.dir, sha256)))).toBe(sha256)
      expect(made.stdout.split('\n')).toEqual([
        expect.stringMatching(`^${row?.id}  ${format}  ${bytes.length} bytes`),
        `sha256  ${sha256}`,
        `path    ${out}`,
        '',
      ])
      expect(
        rowsOf(
          world.dir,
          "select source, action, actor_email from audit_entries where action like 'snapshot.%' order by seq",
        ),
      ).toEqual([
        { source: 'cli', action: 'snapshot.created', actor_email: 'owner@example.org' },
        { source: 'system', action: 'snapshot.completed', actor_email: 'system' },
        { source: 'cli', action: 'snapshot.downloaded', actor_email: 'owner@example.org' },
      ])
    },
  )

  test('--json: the snapshot as the contract describes it, with its path', async () => {
    await using world = await sample()
    const made = await world.json(
      'snapshot',
      'create',
      ...world.room,
      '--title',
      'For the P&I club',
    )
    expect(snapshotSchema.parse(made)).toMatchObject({
      title: 'For the P&I club',
      snapshot_type: 'pdf',
      status: 'completed',
      room_code: world.code,
    })
    expect(made).toHaveProperty('path', null)
  })

  test('what is left out with --no-…, and put in with --messages, is in the options', async () => {
    await using world = await sample()
    const made = await world.json(
      ...['snapshot', 'create', ...world.room, '--format', 'json', '--no-documents'],
      ...['--no-activity', '--no-approvals', '--messages', '--activity-limit', '7'],
    )
    expect(made['options']).toMatchObject({
      include_documents: false,
      include_activity: false,
      include_approvals: false,
      include_messages: true,
      activity_limit: 7,
    })
  })

  test('a file that is there is not touched, unless --force says so', async () => {
    await using world = await sample()
    const out = join(world.base, 'there.pdf')
    await writeFile(out, 'the only copy')
    const args = ['snapshot', 'create', ...world.room, '--out', out]
    const refused = await world.sts(...args)
    expect([refused.code, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toBe(
      `sts: ${out} is there already; give another name, or --force to overwrite it.\n`,
    )
    expect(await readFile(out, 'utf8')).toBe('the only copy')
    expect(await world.sts(...args, '--force')).toMatchObject({ code: 0 })
    expect(await readFile(out, 'latin1')).toMatch(/^%PDF/)
  })

  test('a room that is not there', async () => {
    await using world = await sample()
    const told = await world.sts('snapshot', 'create', '--room', 'STS-20010101-AAAAAA', '--json')
    expect([told.code, told.stdout]).toEqual([1, ''])
    expect(JSON.parse(told.stderr)).toMatchObject({ code: 'ROOM_NOT_FOUND' })
    expect(rowsOf(world.dir, 'select 1 from snapshots')).toEqual([])
  })
})

describe('list', () => {
  test('none yet: says how to take one', async () => {
    await using world = await sample()
    expect((await world.sts('snapshot', 'list')).stdout).toMatch(/^No snapshots yet\. /)
    expect(await world.json('snapshot', 'list')).toEqual({ snapshots: [], count: 0 })
  })

  test('newest first, of all rooms or of one', async () => {
    await using world = await sample()
    const first = await world.json('snapshot', 'create', ...world.room, '--format', 'json')
    const other = await world.json(
      'snapshot',
      'create',
      '--room',
      world.otherCode,
      '--format',
      'csv',
    )
    const all = await world.json('snapshot', 'list')
    expect(all).toMatchObject({ count: 2, snapshots: [{ id: other['id'] }, { id: first['id'] }] })
    expect(await world.json('snapshot', 'list', ...world.room)).toMatchObject({
      count: 1,
      snapshots: [{ id: first['id'] }],
    })
    const { stdout } = await world.sts('snapshot', 'list')
    const [head, ...lines] = stdout.trimEnd().split('\n')
    expect(head).toMatch(/^ID +ROOM +FORMAT +STATUS +BYTES +CREATED +SHA-256$/)
    expect(lines.map((line) => line.split(/ +/)[0])).toEqual([other['id'], first['id']])
  })
})

describe('export', () => {
  test('to its own name in the current directory, and never over a file that is there', async () => {
    await using world = await sample()
    const made = await world.json('snapshot', 'create', ...world.room, '--format', 'json')
    const id = String(made['id'])
    await mkdir(join(world.base, 'out'))
    const cwd = { cwd: join(world.base, 'out') }
    const args = ['snapshot', 'export', id, '--workspace', world.dir]
    const exported = await sts([...args, '--json'], cwd)
    expect(JSON.parse(exported.stdout)).toEqual({ path: made['file_name'], sha256: made['sha256'] })
    expect(await readdir(cwd.cwd)).toEqual([made['file_name']])
    expect(String(made['file_name'])).toMatch(
      new RegExp(`^${world.code}_\\d{8}-\\d{6}Z_room-snapshot\\.json$`),
    )
    expect(sha256Of(await readFile(join(cwd.cwd, String(made['file_name']))))).toBe(made['sha256'])
    expect(await sts(args, cwd)).toMatchObject({ code: 1, stdout: '' })
    expect(await sts([...args, '--force'], cwd)).toMatchObject({
      code: 0,
      stdout: `${String(made['file_name'])}\n`,
    })
  })

  test('refusals leave no file: no such directory, a directory, a damaged blob, an unknown id', async () => {
    await using world = await sample()
    const made = await world.json('snapshot', 'create', ...world.room, '--format', 'json')
    const [id, out] = [String(made['id']), join(world.base, 'out.json')]
    const refused = async (says: RegExp, ...args: string[]) => {
      const told = await world.sts('snapshot', 'export', ...args)
      expect([told.code, told.stdout]).toEqual([1, ''])
      expect(told.stderr).toMatch(says)
    }
    await refused(
      /The directory .*missing is not there/,
      id,
      '--out',
      join(world.base, 'missing/x'),
    )
    await refused(/is a directory; name a file/, id, '--out', world.base, '--force')
    await refused(/There is no snapshot 0{8}/, '00000000-0000-7000-8000-000000000000')
    if (process.platform === 'linux') {
      // Where not even an administrator may make a file.
      await refused(/cannot be written with your rights/, id, '--out', '/sys/out.json')
    }
    await writeFile(blobPath(world.dir, String(made['sha256'])), '{}')
    await refused(/stored file is damaged and is not served/, id, '--out', out)
    expect(await readdir(world.base)).toEqual(['workspace'])
  })
})

describe('verify', () => {
  test('a file of ours is known; one with a byte more, another, an empty one, a directory are not', async () => {
    await using world = await sample()
    const out = join(world.base, 'ours.pdf')
    const made = await world.json('snapshot', 'create', ...world.room, '--out', out)
    const known = await world.sts('snapshot', 'verify', out)
    expect([known.code, known.stderr]).toEqual([0, ''])
    expect(known.stdout).toMatch(/^known and unaltered\n/)
    expect(known.stdout).toContain(String(made['id']))
    expect(known.stdout).toContain(world.code)
    const [completed] = rowsOf<{ seq: number }>(
      world.dir,
      "select seq from audit_entries where action = 'snapshot.completed'",
    )
    expect(await world.json('snapshot', 'verify', out)).toMatchObject({
      known: true,
      unaltered: true,
      snapshot: { id: made['id'] },
      room: { code: world.code },
      audit_seq: completed?.seq,
    })

    const edited = join(world.base, 'edited.pdf')
    await writeFile(edited, Buffer.concat([await readFile(out), Buffer.from('\n')]))
    for (const args of [[edited], [edited, '--json']]) {
      const told = await world.sts('snapshot', 'verify', ...args)
      expect([told.code, told.stderr]).toEqual([1, ''])
      expect(told.stdout).toMatch(/unknown: no snapshot|"known": false/)
    }
    const large = join(world.base, 'large.pdf')
    await writeFile(large, '')
    await truncate(large, 2 ** 30)
    const told = await world.sts('snapshot', 'verify', large)
    expect([told.code, told.stderr]).toEqual([1, ''])
    expect(told.stdout).toMatch(/^unknown: no snapshot of this workspace/)

    const empty = join(world.base, 'empty.pdf')
    await writeFile(empty, '')
    for (const [file, says] of [
      [empty, /is empty/],
      [world.base, /is not a file/],
      [join(world.base, 'nowhere.pdf'), /There is no file/],
    ] as const) {
      const told = await world.sts('snapshot', 'verify', file)
      expect([told.code, told.stdout]).toEqual([2, ''])
      expect(told.stderr).toMatch(says)
    }
  })
})

/** A copy of the sample, and the command line on it. */
async function sample() {
  const directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  const [room, other] = rowsOf<{ code: string }>(
    dir,
    "select code from rooms where status = 'active' order by code",
  )
  const run = (...args: string[]): Promise<Ended> => sts([...args, '--workspace', dir])
  return {
    base: directory.path,
    dir,
    code: room?.code ?? '',
    otherCode: other?.code ?? '',
    room: ['--room', room?.code ?? ''],
    sts: run,
    json: async (...args: string[]): Promise<Record<string, unknown>> => {
      const { code, stdout, stderr } = await run(...args, '--json')
      expect([code, stderr]).toEqual([0, ''])
      return JSON.parse(stdout)
    },
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  }
}
