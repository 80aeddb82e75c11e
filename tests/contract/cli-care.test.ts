import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { sts } from '../fixtures/processes.ts'
import { openRaw, rowsOf } from '../fixtures/raw-database.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'

test('audit verify: a whole chain is ok, with its count and head; the look itself is an entry', async () => {
  await using directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  const head = rowsOf<{ seq: number; hash: string }>(
    dir,
    'select seq, hash from audit_entries order by seq desc limit 1',
  )[0]
  const told = await sts(['audit', 'verify', '--workspace', dir])
  expect(told).toMatchObject({
    code: 0,
    stderr: '',
    stdout: `ok: ${head?.seq} entries, head ${head?.seq} ${head?.hash}\n`,
  })
  const again = await sts(['audit', 'verify', '--json', '--from', '1000', '--workspace', dir])
  expect(JSON.parse(again.stdout)).toMatchObject({
    ok: true,
    entries: (head?.seq ?? 0) + 1 - 999,
    head: { seq: (head?.seq ?? 0) + 1 },
  })
  expect(
    rowsOf(
      dir,
      'select action, source, actor_email from audit_entries where seq > ? order by seq',
      head?.seq,
    ),
  ).toEqual(
    [1, 2].map(() => ({
      action: 'audit.verified',
      source: 'cli',
      actor_email: 'owner@example.org',
    })),
  )
  const beyond = await sts(['audit', 'verify', '--from', '999999', '--workspace', dir])
  expect([beyond.code, beyond.stdout]).toEqual([2, ''])
  expect(beyond.stderr).toContain('from_seq: the trail has no entry 999998 to start from')
})

test('db status and db migrate list every migration with the time of its run', async () => {
  await using directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  for (const command of ['status', 'migrate']) {
    const told = await sts(['db', command, '--json', '--workspace', dir])
    expect([told.code, told.stderr]).toEqual([0, ''])
    expect(JSON.parse(told.stdout)).toEqual({
      database: 'workspace.db',
      migrations: Object.keys(migrations).map((name) => ({
        name,
        executed_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      })),
    })
  }
  const { stdout } = await sts(['db', 'status', '--workspace', dir])
  expect(stdout.split('\n')[0]).toMatch(/^MIGRATION +EXECUTED$/)
  expect(stdout).toContain('0001_foundation')
})

test('doctor: all in order exits 0; where there is no workspace it says so, does the other checks, and exits 1', async () => {
  await using directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  const well = await sts(['doctor', '--json', '--workspace', dir])
  expect([well.code, well.stderr]).toEqual([0, ''])
  const { ok, checks } = JSON.parse(well.stdout) as { ok: boolean; checks: { check: string }[] }
  expect(ok).toBe(true)
  expect(checks.map(({ check }) => check)).toEqual([
    ...['program', 'program files', 'workspace', 'database', 'files', 'free disk'],
  ])
  expect(checks.find(({ check }) => check === 'files')).toMatchObject({
    finding: 'no round has ended yet',
  })
  {
    using database = openRaw(dir)
    database.exec(
      `update blobs set damaged_at = '2026-11-26T02:00:00.000Z'
       where sha256 in (select sha256 from blobs limit 2)`,
    )
  }
  const hurt = await sts(['doctor', '--workspace', dir])
  expect([hurt.code, hurt.stderr]).toEqual([1, ''])
  expect(hurt.stdout).toMatch(/^FAIL {2}files +Stored files that are damaged or missing: 2\. /m)
  const ill = await sts(['doctor', '--workspace', join(directory.path, 'nowhere')])
  expect([ill.code, ill.stderr]).toEqual([1, ''])
  expect(ill.stdout).toMatch(/^ok {4}program {2}/m)
  expect(ill.stdout).toMatch(/^FAIL {2}workspace +There is none in this directory/m)
  expect(ill.stdout).toMatch(/^FAIL {2}database +It was not looked at: there is no workspace/m)
})
