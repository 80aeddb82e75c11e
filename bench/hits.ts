/**
 * A snapshot whose content is there already: from the call to the completed row, through service,
 * task, and render thread (which reads the room and hashes it), found in memory and, after a new
 * start, on disk. Beside it the verified read of the file that either must do.
 */

import { createArtefactCache } from '../src-main/features/snapshots/artefact-cache.ts'
import { createLocalClient } from '../src-main/rpc/local-client.ts'
import { openWorkspace, type Workspace } from '../src-main/workspace.ts'
import { snapshotResultOf, type Task } from '../src-shared/contract/snapshots.ts'
import { ms, print, printMachine, spreadOf, spreadText, timeOf, times } from './_report.ts'
import { entryUrl, owner, sampleWorkspace } from './_world.ts'

const dir = await sampleWorkspace()

async function open() {
  const workspace = await openWorkspace({ dir, entryUrl })
  await workspace.warm()
  const actor = await workspace.services.accounts.actor(owner.email)
  return { workspace, client: createLocalClient(workspace.router, actor, 'desktop') }
}

/** Resolves with the snapshot's task when it has ended. */
function taskEnd(workspace: Workspace): Promise<Task> {
  return new Promise((resolve) => {
    const end = workspace.services.events.subscribe((event) => {
      if (event.kind !== 'task' || event.task.completed_at === null) return
      end()
      resolve(event.task)
    })
  })
}

printMachine()
const first = await open()
const { body } = await first.client.rooms.list({ status: 'active' })
const room_id = body[0]?.id ?? ''
const memory: number[] = []
const inThread: number[] = []
const read: number[] = []
const lookUps = { memory: [] as number[], disk: [] as number[] }
let sha256 = ''
let contentHash = ''
for (let round = -1; round < 200; round += 1) {
  const ended = taskEnd(first.workspace)
  let task: Task | undefined
  const time = await timeOf(async () => {
    await first.client.snapshots.create({ room_id })
    task = await ended
  })
  if (round < 0) {
    const { body: made } = await first.client.snapshots.list({ room_id })
    sha256 = made[0]?.sha256 ?? ''
    contentHash = made[0]?.content_hash ?? ''
    continue
  }
  const result = task === undefined ? undefined : snapshotResultOf(task)
  if (result?.was_cached !== 'memory') throw new Error('That was no hit.')
  memory.push(time)
  inThread.push(result.duration_ms)
  read.push(await timeOf(() => first.workspace.blobs.read(sha256)))
  // The look-up by itself, through the service: memory that has it, and memory that is empty.
  const artefact = { sha256, file_size: result.file_size, page_count: 1 }
  const empty = createArtefactCache({
    blobs: first.workspace.blobs,
    limits: () => ({ bytes: 100_000_000, unused_millis: 3_600_000 }),
  })
  lookUps.disk.push(await timeOf(() => empty.read(contentHash, artefact)))
  lookUps.memory.push(await timeOf(() => empty.read(contentHash, artefact)))
}
await first.workspace.close()

const disk: number[] = []
for (let round = 0; round < 10; round += 1) {
  const { workspace, client } = await open()
  const ended = taskEnd(workspace)
  let task: Task | undefined
  disk.push(
    await timeOf(async () => {
      await client.snapshots.create({ room_id })
      task = await ended
    }),
  )
  if (task === undefined || snapshotResultOf(task)?.was_cached !== 'disk')
    throw new Error('That was no hit on disk.')
  await workspace.close()
}

const verified = spreadOf(read)
const beside = (time: number) => `verified read ${ms(verified.p50)}: ${times(time / verified.p50)}`
const hits = { memory: spreadOf(memory.slice(20)), disk: spreadOf(disk) }
for (const [layer, most] of [
  ['memory', 0.1],
  ['disk', 1],
] as const) {
  const { p50 } = spreadOf(lookUps[layer].slice(20))
  print({
    figure: `the look-up itself, ${layer}`,
    measured: ms(p50),
    peer: beside(p50),
    goal: `≤ ${most} ms`,
    ok: p50 <= most,
  })
}
print({
  figure: 'hit from memory, call to completed row',
  measured: spreadText(hits.memory),
  peer: beside(hits.memory.p50),
})
print({
  figure: 'of it on the render thread (read the room, hash, find, verify)',
  measured: ms(spreadOf(inThread).p50),
})
print({
  figure: 'hit from disk, first call after a start',
  measured: ms(hits.disk.p50),
  peer: beside(hits.disk.p50),
})
