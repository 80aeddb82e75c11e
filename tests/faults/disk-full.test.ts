import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { failureOf, type LocalClient } from '../../src-main/rpc/local-client.ts'
import { sts } from '../fixtures/processes.ts'
import { faultsOf, rowsOf } from '../fixtures/raw-database.ts'
import { copySample, openWorld, temporaryDirectory, type World } from '../fixtures/world.ts'

const fullDisk = ['DISK_FULL', 'AUDIT_UNAVAILABLE']
const formats = ['pdf', 'json', 'csv'] as const

test('a create call on a full disk says so and changes nothing; the workspace opens and works afterwards', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const room_id = await aRoom(owner)
  const made = await fill(world, owner, room_id)
  const before = census(world)
  for (const snapshot_type of formats) {
    const failure = await failureIn(owner.snapshots.create({ room_id, snapshot_type }))
    expect(fullDisk).toContain(failure.code)
    expect(failure.message).toMatch(/nothing was changed\.$/)
  }
  expect(census(world)).toEqual(before)
  expect(made).toBeGreaterThan(0)
  expect(before).toMatchObject({ snapshots: made, tasks: made, created: made })
  expect((await owner.snapshots.list({ room_id, limit: 1 })).body).toHaveLength(1)

  await world.reopen()
  expect(faultsOf(world.dir)).toEqual([])
  const again = await world.owner()
  await again.snapshots.create({ room_id })
  expect(census(world)).toMatchObject({ snapshots: made + 1, tasks: made + 1, created: made + 1 })
  expect(await again.audit.verify({})).toMatchObject({ ok: true })
})

test('messages on a full disk are taken whole, with their entry, or not at all', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const room_id = await aRoom(owner)
  await fill(world, owner, room_id)
  const before = census(world)
  let taken = 0
  let failure: { code: string } | undefined
  while (failure === undefined) {
    const call = owner.messages.create({ room_id, body: 'x'.repeat(2_000) })
    failure = await failureIn(call).catch(() => undefined)
    if (failure === undefined) taken++
  }
  expect(fullDisk).toContain(failure.code)
  const after = census(world)
  expect(after.messages).toBe(before.messages + taken)
  expect(after.entries).toBe(before.entries + taken)
})

test('where the trail cannot be written nothing completes; the task ends when it can, and is made again', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const room_id = await aRoom(owner)
  const { id, task_id } = await owner.snapshots.create({ room_id, snapshot_type: 'json' })
  const before = census(world)
  const { db, services, tasks, log } = world.workspace
  db.exec(`create temp trigger closed before insert on audit_entries
    begin select raise(abort, 'the trail is closed'); end`)
  const refused = Promise.withResolvers<void>()
  const spy = vi.spyOn(log, 'error').mockImplementation((...said: unknown[]) => {
    if (said.includes('the end of a task could not be written')) refused.resolve()
  })
  const failed = Promise.withResolvers<void>()
  services.events.subscribe((event) => {
    if (event.kind === 'task' && event.task.status === 'failed') failed.resolve()
  })
  await tasks.start()
  await refused.promise
  expect(await failureIn(owner.snapshots.create({ room_id }))).toMatchObject({
    code: 'AUDIT_UNAVAILABLE',
  })
  expect(await tasks.get(task_id)).toMatchObject({ status: 'running' })
  expect(census(world)).toEqual(before)

  db.exec('drop trigger temp.closed')
  await failed.promise
  spy.mockRestore()
  expect(await owner.snapshots.get({ room_id, snapshot_id: id })).toMatchObject({
    status: 'failed',
    error_code: 'AUDIT_UNAVAILABLE',
  })
  await owner.snapshots.retry({ room_id, snapshot_id: id })
  await tasks.idle()
  expect(await owner.snapshots.get({ room_id, snapshot_id: id })).toMatchObject({
    status: 'completed',
    error_code: null,
  })
  expect(readdirSync(join(world.dir, 'tmp'))).toEqual([])
})

test.runIf(process.platform === 'linux')(
  'an export to a full disk says so and exits 1',
  async () => {
    await using directory = await temporaryDirectory()
    const dir = join(directory.path, 'workspace')
    copySample(dir)
    const [room] = rowsOf<{ code: string }>(dir, 'select code from rooms')
    const where = ['--workspace', dir]
    const created = await sts([
      ...['snapshot', 'create', '--room', room?.code ?? '', '--format', 'json', '--json', ...where],
    ])
    const { id } = JSON.parse(created.stdout) as { id: string }
    const { code, stdout, stderr } = await sts([
      ...['snapshot', 'export', id, '--out', '/dev/full', '--force', ...where],
    ])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe('sts: The disk is full: /dev/full was not written.\n')
  },
)

async function aRoom(owner: LocalClient): Promise<string> {
  const { body } = await owner.rooms.list({ status: 'active', limit: 1 })
  return body[0]?.id ?? ''
}

/** Lets the database grow no more and uses up the room that is left in it. @returns how many snapshots that took */
async function fill(world: World, owner: LocalClient, room_id: string): Promise<number> {
  const { db } = world.workspace
  db.pragma(`max_page_count = ${Number(db.pragma('page_count')) + 20}`)
  // Once a long one fits no more, a short one still may: until none has fitted for two rounds.
  for (let refused = 0; refused < 2 * formats.length; ) {
    const title = refused === 0 ? { title: 'x'.repeat(200) } : {}
    const snapshot_type = formats[refused % formats.length]
    const fitted = await owner.snapshots.create({ room_id, snapshot_type, ...title }).then(
      () => true,
      () => false,
    )
    refused = fitted ? 0 : refused + 1
  }
  return census(world).snapshots
}

/** How many rows there are of what a snapshot is made of, seen by a connection of its own. */
function census({ dir }: World) {
  const count = (what: string) =>
    rowsOf<{ n: number }>(dir, `select count(*) as n from ${what}`)[0]?.n ?? -1
  return {
    snapshots: count('snapshots'),
    tasks: count('tasks'),
    messages: count('messages'),
    entries: count('audit_entries'),
    created: count("audit_entries where action = 'snapshot.created'"),
  }
}

/** What the call failed with. @throws when it did not */
async function failureIn(call: Promise<unknown>): Promise<{ code: string; message: string }> {
  const value = await call.catch(failureOf)
  if (typeof value === 'object' && value !== null && 'code' in value && 'message' in value) {
    return { code: String(value.code), message: String(value.message) }
  }
  throw new Error('The call did not fail.')
}
