import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Restored, Snapshot } from '../../src-shared/contract/snapshots.ts'
import { type Ended, sts } from '../fixtures/processes.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'

test('a snapshot is held, compared, restored, rolled back to, and deleted from the command line', async () => {
  await using base = await temporaryDirectory()
  const dir = join(base.path, 'workspace')
  copySample(dir)
  const run = (...args: string[]): Promise<Ended> => sts(['snapshot', ...args, '--workspace', dir])
  const json = async <Shape>(...args: string[]): Promise<Shape> => {
    const ended = await run(...args, '--json')
    expect([ended.code, ended.stderr]).toEqual([0, ''])
    return JSON.parse(ended.stdout)
  }
  const room = ['--room', 'STS-20261119-AWWJMK']
  const file = join(base.path, 'room.json')
  const first = await json<Snapshot>('create', ...room, '--format', 'pdf')
  const second = await json<Snapshot>('create', ...room, '--format', 'json', '--out', file)

  expect(await run('compare', first.id, second.id)).toMatchObject({
    code: 0,
    stdout: 'Nothing differs.\n',
  })
  expect(await json('hold', first.id, '--reason', 'For the court')).toMatchObject({ held: true })
  expect(await run('delete', first.id, '--reason', 'x', '--yes')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('For the court'),
  })
  expect(await json('release', first.id, '--reason', 'Done')).toMatchObject({ held: false })

  const opened = await json<Restored>('restore', file)
  expect(opened).toMatchObject({ mode: 'new_room', issues: [] })
  const third = await json<Snapshot>('create', '--room', opened.room_code)
  const compared = await run('compare', first.id, third.id)
  expect(compared).toMatchObject({ code: 1, stderr: expect.stringContaining('no such snapshot') })

  const shown = await run('restore', second.id, '--mode', 'roll_back')
  expect(shown.code).toBe(1)
  expect(shown.stdout).toContain('Nothing was changed; --yes rolls back.')
  expect(await json('restore', second.id, '--mode', 'roll_back', '--yes')).toMatchObject({
    mode: 'roll_back',
    safety_snapshot_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })

  const out = await mkdtemp(join(base.path, 'out-'))
  const given = ['--directory', out, '--manifest']
  const exported = await json<{ files: { path: string; manifest: string }[] }>(
    ...['export', first.id, second.id, ...given],
  )
  expect((await readdir(out)).sort()).toEqual(
    [first, second].flatMap(({ file_name }) => [file_name, `${file_name}.manifest.json`]).sort(),
  )
  const beside = exported.files[0]?.manifest ?? ''
  expect(await run('verify', beside)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`sha256    ${first.sha256}`),
  })
  await writeFile(beside, (await readFile(beside, 'utf8')).replace(first.room_code, 'STS-FORGED'))
  expect(await run('verify', beside)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('altered: its signature does not fit what it says'),
  })
  // The second file is there already: the first, which was written before it, is taken away again.
  await rm(exported.files[0]?.path ?? '')
  await rm(beside)
  expect(await run('export', first.id, second.id, ...given)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('is there already'),
  })
  expect(await readdir(out)).toHaveLength(2)
  expect(await run('export', first.id, second.id, '--out', file)).toMatchObject({ code: 2 })

  await writeFile(file, '{}')
  expect(await run('restore', file)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no snapshot of a room'),
  })
  const preview = await run('delete', first.id, second.id, '--reason', 'Over')
  expect(preview).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing was deleted') })
  expect(await json('delete', first.id, second.id, '--reason', 'Over', '--yes')).toMatchObject({
    deleted: 2,
  })
})
