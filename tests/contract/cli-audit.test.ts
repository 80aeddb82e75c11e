import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCsv } from '../../src-shared/rules/csv.ts'
import { sts } from '../fixtures/processes.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'

async function workspace() {
  const directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  return {
    at: (name: string) => join(directory.path, name),
    audit: (...words: string[]) => sts(['audit', ...words, '--workspace', dir]),
    dir,
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  }
}

test('`sts audit export` writes the whole trail to a file, once, and says how much', async () => {
  await using place = await workspace()
  const out = place.at('trail.csv')
  const { code, stdout } = await place.audit('export', '--out', out, '--json')
  expect(code).toBe(0)
  const said = JSON.parse(stdout)
  expect(readCsv(await readFile(out, 'utf8'))).toHaveLength(said.count + 1)
  const again = await place.audit('export', '--out', out)
  expect(again.code).toBe(1)
  expect(again.stderr).toContain('is there already')
})

test('without a file the trail is all that standard output has, and filters narrow it', async () => {
  await using place = await workspace()
  const { code, stdout, stderr } = await place.audit(
    'export',
    '--format',
    'jsonl',
    '--action',
    'room.created',
  )
  expect([code, stderr]).toEqual([0, ''])
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.length).toBeGreaterThan(5)
  expect(new Set(lines.map((line) => line.action))).toEqual(new Set(['room.created']))
  const wrong = await place.audit('export', '--from', 'yesterday')
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toContain('must be a time with its zone')
})

test('a checkpoint is a file that the trail is later held against; its key is for the owner only', async () => {
  await using place = await workspace()
  const file = place.at('checkpoint.json')
  expect((await place.audit('checkpoint', '--out', file)).code).toBe(0)
  expect((await stat(join(place.dir, 'audit-signing-key'))).mode & 0o777).toBe(0o600)
  const sound = await place.audit('verify', '--checkpoint', file)
  expect(sound.code).toBe(0)
  expect(sound.stdout).toContain('agrees with the checkpoint of ')
  const none = await place.audit('verify', '--checkpoint', place.at('none.json'))
  expect([none.code, none.stderr]).toEqual([
    2,
    expect.stringContaining('There is no checkpoint file'),
  ])
})
