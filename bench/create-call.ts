/**
 * What `snapshots.create` costs its caller: through the gate with a session's token, one durable
 * transaction (snapshot, task, audit entry), in a workspace of 1,000,000 snapshots. Beside it the
 * same writes as prepared statements on a copy of the same database, in the same rounds, also while
 * render threads are busy.
 */
import { createRouterClient } from '@orpc/server'
import { openWorkspace, type Workspace } from '../src-main/workspace.ts'
import {
  interleaved,
  ms,
  print,
  printMachine,
  spreadOf,
  spreadText,
  timeOf,
  times,
} from './_report.ts'
import {
  addSnapshots,
  copyOf,
  entryUrl,
  openRaw,
  owner,
  rawAppend,
  sampleWorkspace,
  uuid,
} from './_world.ts'

const snapshotsThere = 1_000_000

/** The procedures as a window calls them: every call carries the token of a session. */
async function signedIn(workspace: Workspace) {
  let token: string | undefined
  const session = { get: () => token, set: (its: string | undefined) => (token = its) }
  const client = createRouterClient(workspace.router, { context: { source: 'desktop', session } })
  await client.auth.login({ email: owner.email, password: owner.password })
  return client
}

function rawCreate(file: string): (n: number) => void {
  const raw = openRaw(file)
  const room = raw.prepare<[], { id: string }>('select id from rooms').get()?.id
  const snapshot = raw.prepare(
    `insert into snapshots (id, room_id, title, heading, format, status, trigger, options, viewpoint,
       room_revision, created_by, created_at)
     values (?, ?, 'Room snapshot', 'Room snapshot', 'pdf', 'generating', 'manual', '{}', 'null', 1, ?, ?)`,
  )
  const task = raw.prepare(
    `insert into tasks (id, kind, subject_id, room_id, title, status, priority, step, max_attempts,
       timeout_s, created_at)
     values (?, 'generate_snapshot', ?, ?, 'Room snapshot', 'pending', 10, 'queued', 3, 300, ?)`,
  )
  const append = rawAppend(raw)
  const all = raw.transaction((n: number) => {
    const id = uuid(1_000_000 + n)
    const at = new Date(Date.UTC(2026, 10, 20) + n).toISOString()
    snapshot.run(id, room, owner.email, at)
    task.run(`snapshot-${id}`, id, room, at)
    append(n)
  })
  return (n) => all.immediate(n)
}

const dir = await sampleWorkspace()
addSnapshots(dir, snapshotsThere)
const raw = rawCreate(copyOf(dir))
let statements = 10_000
printMachine()

{
  const workspace = await openWorkspace({ dir, entryUrl, runTasks: false })
  const client = await signedIn(workspace)
  const { body } = await client.rooms.list({})
  const room_id = body[0]?.id ?? ''
  const { ours, peer } = await interleaved(
    2000,
    () => client.snapshots.create({ room_id }),
    (round) => raw(round + 1000),
  )
  const beside = `raw ${spreadText(peer)}: ${times(ours.p50 / peer.p50)}`
  print({
    figure: `create, idle, ${snapshotsThere.toLocaleString('en')} snapshots there`,
    measured: spreadText(ours),
    peer: beside,
    goal: 'p50 ≤ 1 ms and ≤ 5 × raw; p99 ≤ 5 ms',
    ok: ours.p50 <= 1 && ours.p50 <= 5 * peer.p50 && ours.p99 <= 5,
  })
  const status: number[] = []
  const { body: tasks } = await client.tasks.list({ limit: 1 })
  const task_id = tasks[0]?.task_id ?? ''
  for (let round = 0; round < 2000; round += 1) {
    status.push(await timeOf(() => client.tasks.get({ task_id })))
  }
  const { p95 } = spreadOf(status.slice(200))
  print({ figure: 'task status', measured: `p95 ${ms(p95)}`, goal: 'p95 ≤ 1 ms', ok: p95 <= 1 })
  workspace.db.exec("delete from tasks; delete from snapshots where status = 'generating'")
  await workspace.close()
}

for (const threads of [undefined, 8]) {
  const workspace = await openWorkspace({
    dir,
    entryUrl,
    ...(threads === undefined ? {} : { threads }),
  })
  await workspace.warm()
  const client = await signedIn(workspace)
  const { body } = await client.rooms.list({ limit: 500 })
  const taken: number[] = []
  const rawTaken: number[] = []
  let next = 0
  const create = () => {
    next += 1
    const room_id = body[next % body.length]?.id ?? ''
    // A title of its own: every one is rendered, none is found.
    return client.snapshots.create({ room_id, title: `Under load ${threads ?? 0} ${next}` })
  }
  for (let queued = 0; queued < 16; queued += 1) await create()
  let ended = 0
  const idle = Promise.withResolvers<void>()
  // Each render that ends lets the next call come: the threads are never without work.
  const end = workspace.services.events.subscribe((event) => {
    if (event.kind !== 'task' || event.task.status !== 'completed') return
    ended += 1
    if (taken.length >= 300) idle.resolve()
    else {
      void timeOf(create).then(async (time) => {
        taken.push(time)
        statements += 1
        rawTaken.push(await timeOf(() => raw(statements)))
      })
    }
  })
  await idle.promise
  end()
  const spread = spreadOf(taken.slice(30))
  const peer = spreadOf(rawTaken.slice(30))
  print({
    figure: `create, ${threads ?? 'as many as the machine has'} render threads busy`,
    measured: `${spreadText(spread)}, max ${ms(spread.max)} (${ended} rendered meanwhile)`,
    peer: `raw ${spreadText(peer)}: ${times(spread.p50 / peer.p50)}`,
    goal: 'p99 ≤ 10 ms',
    ok: spread.p99 <= 10,
  })
  await workspace.tasks.idle()
  await workspace.close()
}
