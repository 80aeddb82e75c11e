/**
 * Snapshots of 1,000 rooms from the call to the last committed row, with two render threads: read,
 * hashed, rendered, put into the store with fsync, committed; then the same again, when nothing has
 * changed. Beside it what the same threads render without store and commit (`npm run bench pdf`).
 * Then what comparing, verifying, and listing cost on what is there.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLocalClient } from '../src-main/rpc/local-client.ts'
import { databaseName, openWorkspace } from '../src-main/workspace.ts'
import { ms, perSecond, print, printMachine, spreadOf, spreadText, timeOf } from './_report.ts'
import { fillRooms, room0 } from './_rooms.ts'
import { entryUrl, openRaw, owner, sampleWorkspace, uuid } from './_world.ts'

const rooms = 1000
const dir = await sampleWorkspace()
const raw = openRaw(join(dir, databaseName))
fillRooms(raw, { rooms, documentsOfRoom: 16 })
raw.close()
printMachine()

const workspace = await openWorkspace({ dir, entryUrl, threads: 2 })
await workspace.warm()
const client = createLocalClient(
  workspace.router,
  await workspace.services.accounts.actor(owner.email),
  'desktop',
)
const room_ids = Array.from({ length: rooms }, (_, n) => uuid(room0 + n))
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`
const atRest = process.memoryUsage().rss
let peak = 0
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss)
}, 50)

for (const [name, goal] of [
  ['all new', 60],
  ['nothing changed', 200],
] as const) {
  let queued = 0
  const whole = await timeOf(async () => {
    queued = await timeOf(() => client.snapshots.batch({ room_ids, title: 'Throughput' }))
    await workspace.tasks.idle()
  })
  const rate = perSecond(rooms, whole)
  const { body } = await client.snapshots.search({ status: 'completed', limit: 1 })
  print({
    figure: `end to end, ${rooms} rooms, ${name}`,
    measured: `${rate}/s (queued in ${ms(queued)}; a file ${body[0]?.file_size ?? 0} bytes)`,
    goal: `≥ ${goal}/s`,
    ok: rate >= goal,
  })
}
clearInterval(watch)
print({
  figure: 'memory of the process at its peak',
  measured: megabytes(peak),
  peer: `${megabytes(atRest)} before`,
  goal: '≤ 450 MB',
  ok: peak <= 450 * 2 ** 20,
})

const room_id = room_ids[0] ?? ''
const from = await client.snapshots.create({ room_id })
await workspace.tasks.idle()
await client.rooms.update({ room_id, location: 'Box 91' })
const to = await client.snapshots.create({ room_id })
await workspace.tasks.idle()
const pair = { room_id, from: from.id, to: to.id }
const { sha256 } = await client.snapshots.get({ room_id, snapshot_id: to.id })
const bytes = await readFile(workspace.blobs.path(sha256 ?? ''))
for (const [figure, work] of [
  ['compare two PDFs of a room', () => client.snapshots.compare(pair)],
  [
    `verify a file of ${bytes.byteLength} bytes`,
    () => client.snapshots.verify(new File([bytes], 'a.pdf')),
  ],
  ['verify by its hash', () => client.snapshots.verify({ sha256: sha256 ?? '' })],
] as const) {
  const times: number[] = []
  for (let round = 0; round < 110; round += 1) times.push(await timeOf(work))
  print({ figure, measured: spreadText(spreadOf(times.slice(10))) })
}
await workspace.close()
