import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLocalClient } from '../../src-main/rpc/local-client.ts'
import { openWorkspace } from '../../src-main/workspace.ts'
import { faultyProgram } from '../fixtures/faulty-program.ts'
import { ownerEmail } from '../fixtures/names.ts'
import { faultsOf, openRaw, rowsOf, strayBlobs } from '../fixtures/raw-database.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'

/** What is done to a snapshot, how many times, and how it has to end. */
const faults = {
  'the disk errs once': { times: 10, ends: 'completed' },
  'the disk errs always': { times: 3, ends: 'INTERNAL_SERVER_ERROR' },
  'the disk is full': { times: 10, ends: 'DISK_FULL' },
  'the directory may not be written': { times: 10, ends: 'WORKSPACE_UNUSABLE' },
  'its thread dies once': { times: 7, ends: 'completed' },
  'its thread dies always': { times: 2, ends: 'INTERNAL_SERVER_ERROR' },
  'its thread runs out of memory': { times: 3, ends: 'OUT_OF_MEMORY' },
  'the database is busy at its commit': { times: 5, ends: 'completed' },
} as const
type Fault = keyof typeof faults
const all = Object.entries(faults).flatMap(([fault, { times }]) =>
  Array.from({ length: times }, () => fault as Fault),
)

test(`${all.length} faults: each snapshot is complete once or failed with a reason, nothing is left over`, async () => {
  await using program = await faultyProgram(`
    const fault = JSON.parse(fs.readFileSync(notes + '.plan', 'utf8'))[job.snapshot_id]
    const first = !fs.existsSync(notes + '.' + job.snapshot_id)
    fs.writeFileSync(notes + '.' + job.snapshot_id, '')
    fs.appendFileSync(notes, fault + '\\n')
    const code = {
      'the disk errs once': first && 'EIO',
      'the disk errs always': 'EIO',
      'the disk is full': 'ENOSPC',
      'the directory may not be written': 'EACCES',
    }[fault]
    globalThis.opening ??= fsPromises.open
    fsPromises.open = async (...args) => {
      const handle = await globalThis.opening(...args)
      if (!code || !String(args[0]).endsWith('.part')) return handle
      const { writeFile } = handle
      handle.writeFile = async (bytes) => {
        await writeFile.call(handle, bytes.subarray(0, 1000))
        throw Object.assign(new Error('injected ' + code), { code })
      }
      return handle
    }
    syncBuiltinESMExports()
    if (fault === 'its thread dies always' || (first && fault === 'its thread dies once')) process.exit(7)
    if (fault === 'its thread runs out of memory') {
      const hoard = []
      for (;;) hoard.push(new Array(100_000).fill({}))
    }`)
  await using directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  const workspace = await openWorkspace({ dir, entryUrl: program.entryUrl, runTasks: false })
  const plan: Record<string, Fault> = {}
  let busyTimes = 0
  try {
    const owner = await workspace.services.accounts.actor(ownerEmail)
    const client = createLocalClient(workspace.router, owner, 'desktop')
    const rooms = (await client.rooms.list({ limit: 50 })).body
    for (const [at, fault] of all.entries()) {
      const room_id = rooms[at % rooms.length]?.id ?? ''
      // A heading of its own: nothing is found in the store, every file is written.
      const { id } = await client.snapshots.create({ room_id, title: `Fault ${at}` })
      plan[id] = fault
    }
    writeFileSync(`${program.notes}.plan`, JSON.stringify(plan))

    workspace.db.exec('pragma busy_timeout = 0')
    const wasBusy = new Set<string>()
    workspace.services.events.subscribe((event) => {
      if (event.kind !== 'task' || event.task.progress !== 80) return
      const id = event.task.task_id.replace('snapshot-', '')
      if (plan[id] !== 'the database is busy at its commit' || wasBusy.has(id)) return
      wasBusy.add(id)
      const other = openRaw(dir)
      other.exec('begin immediate')
      busyTimes += 1
      setTimeout(() => other[Symbol.dispose](), 100)
    })
    await workspace.tasks.start()
    await workspace.tasks.idle()
    expect(await client.audit.verify({})).toMatchObject({ ok: true })
  } finally {
    await workspace.close()
  }

  const ended = rowsOf<{ id: string; status: string; error_code: string | null }>(
    dir,
    'select id, status, error_code from snapshots',
  )
  expect(Object.fromEntries(ended.map((row) => [row.id, row.error_code ?? row.status]))).toEqual(
    Object.fromEntries(Object.entries(plan).map(([id, fault]) => [id, faults[fault].ends])),
  )
  const inThreads = readFileSync(program.notes, 'utf8').split('\n')
  expect(new Set(inThreads)).toEqual(new Set([...Object.keys(faults), '']))
  expect(busyTimes).toBe(faults['the database is busy at its commit'].times)

  const entries = rowsOf<{ id: string; action: string; count: number }>(
    dir,
    `select resource_id as id, action, count(*) as count from audit_entries
     where action in ('snapshot.completed', 'snapshot.failed') group by 1, 2`,
  )
  expect(entries.filter(({ count }) => count > 1)).toEqual([])
  expect(new Map(entries.map(({ id, action }) => [id, action]))).toEqual(
    new Map(ended.map(({ id, status }) => [id, `snapshot.${status}`])),
  )
  expect(rowsOf(dir, "select id from tasks where status not in ('completed', 'failed')")).toEqual(
    [],
  )
  expect([...faultsOf(dir), ...strayBlobs(dir)]).toEqual([])
})
