import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLocalClient } from '../../src-main/rpc/local-client.ts'
import { openWorkspace } from '../../src-main/workspace.ts'
import type { CreatePolicySetInput } from '../../src-shared/contract/policy-sets.ts'
import { daily } from '../fixtures/automation.ts'
import { entryUrl } from '../fixtures/names.ts'
import { sts } from '../fixtures/processes.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'

const nightly: CreatePolicySetInput = {
  ...{ name: 'Nightly', scope: 'global', formats: ['json'] },
  cadences: [daily({ last: 5 })],
}

/** The workspace, open in this process, and its owner's calls. */
async function opened(dir: string) {
  const workspace = await openWorkspace({ dir, entryUrl, runTasks: false })
  const owner = await workspace.services.accounts.owner()
  if (owner === undefined) throw new Error('The sample has no owner.')
  return { workspace, client: createLocalClient(workspace.router, owner, 'cli') }
}

test('sts run takes what is due and no more, and coverage tells; a second process is told to wait', async () => {
  await using base = await temporaryDirectory()
  const dir = join(base.path, 'workspace')
  copySample(dir)
  const run = (...args: string[]) => sts([...args, '--workspace', dir])
  expect(await run('run')).toMatchObject({ code: 0, stdout: 'Nothing is due.\n' })

  const { workspace, client } = await opened(dir)
  const open = (await client.policies.coverage({ limit: 500 })).body.rows
  const [first] = open
  await client.policySets.create(nightly)
  // While somebody has it open, nobody else runs anything.
  expect(await run('run', '--now')).toMatchObject({ code: 1, stdout: '' })
  await workspace.close()

  const dry = await run('run', '--now', '--dry-run', '--policy', 'nightly', '--json')
  expect(dry.code).toBe(0)
  expect(JSON.parse(dry.stdout)).toMatchObject({
    run: { dry_run: true, created: open.length, trigger: 'on_demand' },
  })
  const one = await run('run', '--now', '--room', first?.room_code ?? '')
  expect(one.code).toBe(0)
  expect(one.stdout).toMatch(
    /^run 2: completed, 1 created\nROOM .*\n\S+ +daily +daily:\S+ +json +created/,
  )
  expect((await run('run', '--now', '--cadence', 'daily')).stdout).toMatch(
    new RegExp(`^run 3: completed, ${open.length - 1} created, 1 skipped\n`),
  )
  expect(await run('run', '--now')).toMatchObject({
    code: 0,
    stdout: 'Every room asked about has its snapshot of the present period already.\n',
  })
  const covered = await run('coverage', '--policy', 'Nightly')
  expect(covered).toMatchObject({ code: 0 })
  expect(covered.stdout).toMatch(new RegExp(`^100 % covered: ${open.length} compliant, 0 overdue`))
  expect(await run('run', '--policy', 'Nobody')).toMatchObject({ code: 1 })
  expect(await run('run', '--cadence', 'weekly')).toMatchObject({ code: 2 })
  expect(await run('run', '--every')).toMatchObject({ code: 2 })
  expect(await run('audit', 'verify')).toMatchObject({ code: 0 })
})

test('of two that run at once one waits its turn or is told to; no period is taken twice', async () => {
  await using base = await temporaryDirectory()
  const dir = join(base.path, 'workspace')
  copySample(dir)
  const before = await opened(dir)
  await before.client.policySets.create(nightly)
  const open = (await before.client.policies.coverage({ limit: 500 })).body.rows
  await before.workspace.close()

  const run = () => sts(['run', '--now', '--workspace', dir])
  const ends = await Promise.all([run(), run()])
  const made = ends.filter(({ stdout }) => /^run 1: completed, \d+ created\n/.test(stdout))
  expect(made).toMatchObject([{ code: 0 }])
  for (const { code, stdout, stderr } of ends) {
    if (code === 0) expect(stdout).toMatch(/^run 1:|^Every room asked about has its snapshot/)
    else expect([code, stderr]).toEqual([1, expect.stringContaining('has this workspace open')])
  }
  const { workspace, client } = await opened(dir)
  const { records, total } = (await client.records.list({ limit: 500 })).body
  await workspace.close()
  expect(total).toBe(open.length)
  expect(new Set(records.map(({ room_id }) => room_id)).size).toBe(open.length)
})
