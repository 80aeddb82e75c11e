import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createWorkerPool } from '../../src-main/platform/workers/index.ts'
import { createLocalClient } from '../../src-main/rpc/local-client.ts'
import { openWorkspace } from '../../src-main/workspace.ts'
import { faultyProgram, firstTimes, untilToldToStop } from '../fixtures/faulty-program.ts'
import { ownerEmail, passwords } from '../fixtures/names.ts'
import { type RestCaller, serveProcess, sts } from '../fixtures/processes.ts'
import { faultsOf, rowsOf } from '../fixtures/raw-database.ts'
import { takeByRest } from '../fixtures/rest-snapshots.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'

const crash = 'process.exit(7)'

test('a thread that dies twice costs two tries; the third makes the snapshot, the server lives', async () => {
  await using world = await servedWith(firstTimes(2, crash))
  const { snapshot, task } = await takeByRest(world.caller, world.room)
  expect(task).toMatchObject({ status: 'completed', attempts: 3 })
  expect(snapshot.status).toBe('completed')
  expect((await world.caller.call('GET', snapshot.download_url)).status).toBe(200)
  expect(faultsOf(world.dir)).toEqual([])
})

test('a thread that always dies fails the snapshot after three tries, with a reason; the next is made', async () => {
  await using world = await servedWith(
    `if (!fs.existsSync(notes + '.healed')) { fs.appendFileSync(notes, 'x'); ${crash} }`,
  )
  const { snapshot, task } = await takeByRest(world.caller, world.room)
  expect(task).toMatchObject({ status: 'failed', attempts: 3 })
  expect(snapshot).toMatchObject({ status: 'failed', error_code: 'INTERNAL_SERVER_ERROR' })
  expect(snapshot.error_message).toMatch(/^Something went wrong .*log has the details\)\.$/)
  expect(readFileSync(world.notes, 'utf8')).toBe('xxx')
  expect((await world.caller.call('GET', snapshot.download_url)).body).toMatchObject({
    code: 'SNAPSHOT_FAILED',
  })
  writeFileSync(`${world.notes}.healed`, '')
  expect((await takeByRest(world.caller, world.room)).snapshot.status).toBe('completed')
})

test('an error of the thread’s own code is a bug: one try, and its text is not shown', async () => {
  await using world = await servedWith(
    `fs.appendFileSync(notes, 'x'); throw new TypeError('secret of ' + notes)`,
  )
  const { snapshot, task } = await takeByRest(world.caller, world.room)
  expect(task).toMatchObject({ status: 'failed', attempts: 1 })
  expect(JSON.stringify([snapshot, task])).not.toContain('secret of')
  expect(readFileSync(join(world.dir, 'logs', 'sts.log'), 'utf8')).toContain('secret of')
})

test('a disk that fills while the file is written fails the snapshot with DISK_FULL and leaves no part', async () => {
  await using world = await servedWith(`
    const { open } = fsPromises
    fsPromises.open = async (...args) => {
      const handle = await open(...args)
      if (!String(args[0]).endsWith('.part')) return handle
      const { writeFile } = handle
      handle.writeFile = async (bytes) => {
        await writeFile.call(handle, bytes.subarray(0, 1000))
        fs.appendFileSync(notes, fs.statSync(args[0]).size + ' ')
        throw Object.assign(new Error('no space left on device, write'), { code: 'ENOSPC' })
      }
      return handle
    }
    syncBuiltinESMExports()`)
  const { snapshot, task } = await takeByRest(world.caller, world.room)
  expect(readFileSync(world.notes, 'utf8')).toBe('1000 ')
  expect(task).toMatchObject({ status: 'failed', attempts: 1, error: { code: 'DISK_FULL' } })
  expect(snapshot).toMatchObject({ status: 'failed', error_code: 'DISK_FULL', sha256: null })
  expect(readdirSync(join(world.dir, 'tmp'))).toEqual([])
  expect(faultsOf(world.dir)).toEqual([])
})

test('a thread out of memory ends alone, is told apart from other faults, and the next job runs', async () => {
  await using program = await faultyProgram(
    firstTimes(1, 'const hoard = []; for (;;) hoard.push(new Array(100_000).fill({}));'),
  )
  const pool = createWorkerPool<object, { ok: boolean }>({
    file: join(program.entry, '../workers/render.ts'),
    threads: 1,
    old: 48,
  })
  try {
    const job = { kind: 'snapshot', database: program.notes, workspaceDir: program.notes }
    await expect(pool.run(job)).rejects.toMatchObject({ code: 'ERR_WORKER_OUT_OF_MEMORY' })
    // The next job is looked at by a thread again, which says that this is no database.
    expect(await pool.run(job)).toMatchObject({ ok: false })
  } finally {
    await pool.close()
  }
})

test('a running task can be cancelled, though its thread goes on: the snapshot is not completed', async () => {
  await using world = await servedWith(firstTimes(1, untilToldToStop))
  const events = await world.caller.events()
  const { body } = await world.caller.call('POST', `/api/v1/rooms/${world.room}/snapshots`, {})
  const { id, task_id, download_url } = body as Record<string, string>
  for await (const event of events) {
    if (event.kind === 'task' && event.task.status === 'running') break
  }
  const path = `/api/v1/snapshots/tasks/${task_id}/cancel`
  expect(await world.caller.call('POST', path)).toMatchObject({
    status: 200,
    body: { status: 'cancelled', error: { code: 'CANCELLED' } },
  })
  expect(rowsOf(world.dir, 'select status, error_code from snapshots where id = ?', id)).toEqual([
    { status: 'failed', error_code: 'CANCELLED' },
  ])
  expect(await world.caller.call('POST', path)).toMatchObject({
    status: 409,
    body: { code: 'CONFLICT' },
  })
  expect((await world.caller.call('GET', download_url ?? '')).status).toBe(409)
  const actions = rowsOf<{ action: string }>(
    world.dir,
    "select action from audit_entries where action in ('snapshot.cancelled', 'snapshot.completed', 'task.cancelled')",
  )
  expect(actions.map(({ action }) => action)).toEqual(['snapshot.cancelled', 'task.cancelled'])
})

test('a snapshot that takes longer than its task may is stopped: TIMEOUT, one try, nothing half made', async () => {
  await using program = await faultyProgram(untilToldToStop)
  await using directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  const workspace = await openWorkspace({ dir, entryUrl: program.entryUrl, runTasks: false })
  try {
    const owner = await workspace.services.accounts.actor(ownerEmail)
    const client = createLocalClient(workspace.router, owner, 'desktop')
    const { body } = await client.rooms.list({ status: 'active' })
    const room_id = body[0]?.id ?? ''
    const { id, task_id } = await client.snapshots.create({ room_id })
    workspace.db.exec('update tasks set timeout_s = 1')
    await workspace.tasks.start()
    await workspace.tasks.idle()
    expect(await client.snapshots.get({ room_id, snapshot_id: id })).toMatchObject({
      status: 'failed',
      error_code: 'TIMEOUT',
      error_message: 'The task took longer than 1 s and was stopped.',
    })
    expect(await workspace.tasks.get(task_id)).toMatchObject({ status: 'failed', attempts: 1 })
  } finally {
    await workspace.close()
  }
  expect(faultsOf(dir)).toEqual([])
})

test('SIGTERM in the middle of a snapshot: exit 0 within the deadline, and the next start makes it, once', async () => {
  await using world = await servedWith(untilToldToStop)
  const events = await world.caller.events()
  const { body } = await world.caller.call('POST', `/api/v1/rooms/${world.room}/snapshots`, {})
  const { id } = body as { id: string }
  for await (const event of events) {
    if (event.kind === 'task' && event.task.status === 'running') break
  }
  world.server.signal('SIGTERM')
  expect(await world.server.ended).toMatchObject({ code: 0, signal: null })
  expect(rowsOf(world.dir, 'select status, attempts, error from tasks')).toEqual([
    { status: 'pending', attempts: 0, error: null },
  ])

  // Any command that takes up tasks goes on with it beside its own work, and waits for its own.
  const [room] = rowsOf<{ code: string }>(world.dir, 'select code from rooms order by code desc')
  const made = await sts([
    ...['snapshot', 'create', '--room', room?.code ?? '', '--format', 'json', '--json'],
    ...['--workspace', world.dir],
  ])
  expect(made).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(made.stdout)).toMatchObject({ status: 'completed', room_code: room?.code })

  await using server = await serveProcess(world.dir)
  const caller = await server.signIn(ownerEmail, passwords.owner)
  const left = await caller.events()
  const pending = async () =>
    (await caller.call('GET', `/api/v1/rooms/${world.room}/snapshots/${id}`)).body
  while (((await pending()) as { status: string }).status === 'generating') await left.next()
  expect(await pending()).toMatchObject({ status: 'completed' })
  const completed = "select seq from audit_entries where action = 'snapshot.completed'"
  expect(rowsOf(world.dir, `${completed} and resource_id = ?`, id)).toHaveLength(1)
})

test('a command waits for the next try of its snapshot instead of ending without a word', async () => {
  await using program = await faultyProgram(firstTimes(1, crash))
  await using directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  const [room] = rowsOf<{ code: string }>(dir, 'select code from rooms')
  const made = await sts(
    ['snapshot', 'create', '--room', room?.code ?? '', '--workspace', dir, '--json'],
    { entry: program.entry },
  )
  expect(made).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(made.stdout)).toMatchObject({ status: 'completed' })
})

/** A server on a copy of the sample whose render thread runs `before` ahead of each snapshot. */
async function servedWith(before: string) {
  const program = await faultyProgram(before)
  const directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  const server = await serveProcess(dir, { entry: program.entry })
  const caller: RestCaller = await server.signIn(ownerEmail, passwords.owner)
  const [room] = rowsOf<{ id: string }>(dir, "select id from rooms where status = 'active'")
  return {
    dir,
    server,
    caller,
    room: room?.id ?? '',
    notes: program.notes,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      await program[Symbol.asyncDispose]()
      await directory[Symbol.asyncDispose]()
    },
  }
}
