/**
 * A run of the scheduler over 1,000 rooms, with two render threads: all of them new, the next day with
 * nothing changed, and the day after with every room changed. From the moment at which it is due to
 * the last record; beside it what the screens' calls take meanwhile, and how long the main thread keeps
 * others waiting.
 */

import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as later } from 'node:timers/promises'
import { createLocalClient } from '../src-main/rpc/local-client.ts'
import { databaseName, openWorkspace } from '../src-main/workspace.ts'
import { benchClock, makeSet, roomsFor } from './_policies.ts'
import { ms, perSecond, print, printMachine, spreadOf, timeOf } from './_report.ts'
import { fillRooms } from './_rooms.ts'
import { entryUrl, openRaw, owner, sampleWorkspace } from './_world.ts'

const rooms = 1000
const dir = await sampleWorkspace()
const raw = openRaw(join(dir, databaseName))
fillRooms(raw, { rooms: roomsFor(rooms), documentsOfRoom: 16 })
printMachine()

const clock = benchClock()
const workspace = await openWorkspace({ dir, entryUrl, clock, threads: 2 })
await workspace.warm()
const client = createLocalClient(
  workspace.router,
  await workspace.services.accounts.actor(owner.email),
  'desktop',
)
await makeSet(client)
await workspace.automation.pass()
const screens = {
  'room list': () => client.rooms.list({ limit: 50 }),
  'how far the runs are': () => client.runs.active({}),
  'records, newest first': () => client.records.list({ limit: 50 }),
  coverage: () => client.policies.coverage({ limit: 50 }),
}

for (const [name, time, goal] of [
  ['all new', '2026-11-21T00:00:10.000Z', 75],
  ['nothing changed', '2026-11-22T00:00:10.000Z', 200],
  ['all changed', '2026-11-23T00:00:10.000Z', 75],
] as const) {
  if (name === 'all changed') {
    raw.exec("update rooms set revision = revision + 1, location = location || ', shifted'")
  }
  clock.set(time)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const calls = new Map<string, number[]>()
  let isOver = false
  const asking = (async () => {
    while (!isOver) {
      for (const [call, ask] of Object.entries(screens)) {
        const took = await timeOf(ask)
        calls.set(call, [...(calls.get(call) ?? []), took])
        await later(50)
      }
    }
  })()
  delay.enable()
  const planned = await timeOf(() => workspace.automation.pass())
  const whole = planned + (await timeOf(() => workspace.automation.idle()))
  delay.disable()
  isOver = true
  await asking
  const [run] = (await client.runs.list({ limit: 1 })).body.runs
  if (run === undefined || run.failed > 0) throw new Error(`The run failed: ${run?.error_summary}`)
  const rate = perSecond(run.created, whole)
  print({
    figure: `run over ${run.total_rooms} rooms, ${name}`,
    measured: `${rate}/s (${run.created} made in ${ms(whole)}, planned and begun in ${ms(planned)})`,
    goal: `≥ ${goal}/s`,
    ok: rate >= goal,
  })
  print({
    figure: 'meanwhile others wait for the main thread',
    measured: `p99 ${ms(delay.percentile(99) / 1e6)}, max ${ms(delay.max / 1e6)}`,
    goal: '≤ 40 ms',
    ok: delay.percentile(99) / 1e6 <= 40,
  })
  for (const [call, took] of calls) {
    const { p50, p95 } = spreadOf(took)
    print({ figure: `meanwhile: ${call}`, measured: `p50 ${ms(p50)}, p95 ${ms(p95)}` })
  }
}
await workspace.close()
raw.close()
