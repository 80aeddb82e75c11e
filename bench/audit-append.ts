/**
 * What an entry of the trail costs: one a transaction at `synchronous = FULL`, and a thousand in
 * one. Beside it two prepared statements that write the same chain on a copy of the database.
 */
import { systemCall } from '../src-main/features/audit/index.ts'
import { openWorkspace } from '../src-main/workspace.ts'
import { interleaved, perSecond, print, printMachine, spreadText, times } from './_report.ts'
import {
  addEntries,
  copyOf,
  entryUrl,
  openRaw,
  rawAppend,
  sampleWorkspace,
  uuid,
} from './_world.ts'

const dir = await sampleWorkspace()
addEntries(dir, 100_000)
const raw = openRaw(copyOf(dir))
const append = rawAppend(raw)
const one = raw.transaction((n: number) => append(n))
const many = raw.transaction((n: number) => {
  for (let made = 0; made < 1000; made += 1) append(n + made)
})
const workspace = await openWorkspace({ dir, entryUrl, runTasks: false })
const { audit } = workspace.services
const entry = (n: number) => ({
  action: 'document.approved',
  resource_type: 'document',
  resource_id: uuid(n),
  detail: { type_code: 'Q88', type_name: 'Vessel questionnaire', before: 'under_review', n },
})
printMachine()

const single = await interleaved(
  3000,
  (round) => audit.record(systemCall(), entry(round + 1000)),
  (round) => one.immediate(round + 1000),
)
print({
  figure: 'append, one a transaction, 100,000 entries there',
  measured: `${spreadText(single.ours)}, ${perSecond(1, single.ours.p50).toLocaleString('en')}/s`,
  peer: `raw ${spreadText(single.peer)}: ${times(single.ours.p50 / single.peer.p50)}`,
  goal: 'p50 ≤ 0.5 ms',
  ok: single.ours.p50 <= 0.5,
})

const batch = await interleaved(
  15,
  () =>
    audit.change(systemCall(), async ({ record }) => {
      for (let made = 0; made < 1000; made += 1) await record(entry(made))
    }),
  (round) => many.immediate(round * 1000 + 10_000),
  3,
)
const rate = perSecond(1000, batch.ours.p50)
print({
  figure: 'append, 1,000 a transaction',
  measured: `${rate.toLocaleString('en')}/s`,
  peer: `raw ${perSecond(1000, batch.peer.p50).toLocaleString('en')}/s: ${times(batch.ours.p50 / batch.peer.p50)}`,
  goal: '≥ 15,000/s',
  ok: rate >= 15_000,
})
await workspace.close()
