import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLocalClient } from '../../src-main/rpc/local-client.ts'
import { openWorkspace } from '../../src-main/workspace.ts'
import { entryUrl } from '../fixtures/names.ts'
import { sts } from '../fixtures/processes.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'

test('policy sets are listed, shown, explained, and previewed on the command line', async () => {
  await using base = await temporaryDirectory()
  const dir = join(base.path, 'workspace')
  copySample(dir)
  const run = (...args: string[]) => sts(['policy', ...args, '--workspace', dir])
  expect(await run('list')).toMatchObject({
    code: 0,
    stdout: 'There is no policy set.\n',
    stderr: '',
  })

  const workspace = await openWorkspace({ dir, entryUrl, runTasks: false })
  const owner = await workspace.services.accounts.owner()
  if (owner === undefined) throw new Error('The sample has no owner.')
  const client = createLocalClient(workspace.router, owner, 'cli')
  await client.policySets.create({
    name: 'Nightly',
    scope: 'global',
    cadences: [
      {
        name: 'daily',
        schedule: { kind: 'daily', at: '02:00' },
        time_zone: 'Europe/Athens',
        retention: { daily: 7 },
      },
    ],
  })
  await client.policySets.create({
    name: 'Weekly',
    scope: 'global',
    priority: 1,
    policies: ['weekly_4'],
    retention_map: { weekly_4: 4 },
  })
  await workspace.close()

  expect((await run('list')).stdout).toMatch(
    /NAME .*\nNightly +global +100 +yes +0 +daily\nWeekly +global +1 /,
  )
  expect((await run('show', 'nightly')).stdout).toBe(
    'Nightly, version 1: global, priority 100, active\n' +
      'daily: daily at 02:00, Europe/Athens. Keeps the newest snapshot of each of the last 7 days that have one.\n',
  )
  expect((await run('explain', 'STS-20261119-AWWJMK')).stdout).toMatch(
    /“Nightly” matches: scope global, priority 100\.\n“Weekly” does not decide: priority 1 is lower than 100 of “Nightly”\.\ndaily: next 20\d\d-.*Now it would remove 0\.\n/,
  )
  const preview = await run('preview', 'Nightly', '--json')
  const { cadences } = JSON.parse(preview.stdout)
  expect(cadences[0].times).toHaveLength(10)
  expect((await run('preview', 'Nightly')).stdout).toMatch(
    /^DAILY +Europe\/Athens\n20\S+Z +20\d\d-\d\d-\d\d 02:00\n/,
  )
  expect(await run('show', 'Nobody')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no policy set called Nobody.'),
  })
})
