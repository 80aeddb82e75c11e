/**
 * A page of the trail through the contract: by each filter, by several, and deep in the past, at
 * 100,000 and 1,000,000 entries. Beside it a prepared statement for the newest page on a connection
 * of its own. `STS_BENCH_ENTRIES` takes another number for the larger one.
 */
import { join } from 'node:path'
import { createLocalClient } from '../src-main/rpc/local-client.ts'
import { databaseName, openWorkspace } from '../src-main/workspace.ts'
import { interleaved, print, printMachine, spreadText, times } from './_report.ts'
import { addEntries, entryUrl, openRaw, owner, sampleWorkspace } from './_world.ts'

const large = Number(process.env['STS_BENCH_ENTRIES'] ?? 1_000_000)
printMachine()
const slowest = new Map<string, number>()
for (const there of [100_000, large]) {
  const dir = await sampleWorkspace()
  addEntries(dir, there)
  const workspace = await openWorkspace({ dir, entryUrl, runTasks: false })
  const actor = await workspace.services.accounts.actor(owner.email)
  const client = createLocalClient(workspace.router, actor, 'desktop')
  const raw = openRaw(join(dir, databaseName))
  const newest = raw.prepare('select * from audit_entries order by seq desc limit 51')
  const one = raw
    .prepare<[], { room_id: string; organization_id: string }>(
      "select room_id, organization_id from audit_entries where action = 'document.approved' and room_id is not null limit 1",
    )
    .get()
  if (one === undefined) throw new Error('The trail has no entry of a room.')
  const { vessel_id } = raw
    .prepare<[], { vessel_id: string }>('select vessel_id from audit_vessels limit 1')
    .get() ?? { vessel_id: '' }
  const action = 'document.approved'
  const dates = { from: '2025-06-01T00:00:00Z', to: '2025-06-08T00:00:00Z' }
  const filters: Record<string, Parameters<typeof client.audit.list>[0]> = {
    none: {},
    actor: { actor: owner.email },
    action: { action },
    resource: { resource_type: 'document', resource_id: '019a0000-0000-7000-8000-000000000bad' },
    room: { room_id: one.room_id },
    organization: { organization_id: one.organization_id },
    vessel: { vessel_id },
    outcome: { outcome: 'denied' },
    source: { source: 'desktop' },
    dates,
    'organization, action, dates': { organization_id: one.organization_id, action, ...dates },
    'actor, action, room': { actor: owner.email, action, room_id: one.room_id },
    'actor, source, dates': { actor: owner.email, source: 'desktop', ...dates },
  }
  for (const [name, filter] of Object.entries(filters)) {
    const { ours, peer } = await interleaved(
      100,
      () => client.audit.list(filter),
      () => newest.all(),
    )
    const before = slowest.get(name)
    slowest.set(name, ours.p50)
    print({
      figure: `audit page by ${name}, ${there.toLocaleString('en')} entries`,
      measured: `${spreadText(ours)}, p95 ${ours.p95.toFixed(2)} ms`,
      peer: `raw newest page ${spreadText(peer)}${before === undefined ? '' : `; ${times(ours.p50 / before)} of the small trail`}`,
      goal: 'p95 ≤ 2 ms',
      ok: ours.p95 <= 2,
    })
  }
  let cursor = (await client.audit.list({ limit: 100 })).next_cursor ?? ''
  const fingerprint = cursor.split('.')[1] ?? ''
  for (const share of [0.5, 0.01]) {
    cursor = `${Math.floor(there * share)}.${fingerprint}`
    const { ours } = await interleaved(
      100,
      () => client.audit.list({ limit: 50, cursor }),
      () => newest.all(),
    )
    print({
      figure: `audit page at ${(1 - share) * 100} % of the depth, ${there.toLocaleString('en')} entries`,
      measured: `${spreadText(ours)}, p95 ${ours.p95.toFixed(2)} ms`,
      goal: 'p95 ≤ 2 ms',
      ok: ours.p95 <= 2,
    })
  }
  for (const [word, q] of [
    ['a rare word', 'n 77777'],
    ['two words', 'questionnaire document'],
    ['the beginning of a common word', 'questionn'],
    ['two letters', 'qu'],
  ] as const) {
    const { ours } = await interleaved(
      30,
      () => client.audit.list({ q }),
      () => newest.all(),
    )
    print({
      figure: `audit search by ${word} (“${q}”), ${there.toLocaleString('en')} entries`,
      measured: `${spreadText(ours)}, p95 ${ours.p95.toFixed(2)} ms`,
      goal: 'p95 ≤ 5 ms',
      ok: ours.p95 <= 5,
    })
  }
  for (const [name, work] of Object.entries({
    'statistics of everything': () => client.audit.statistics({}),
    'statistics of a week': () => client.audit.statistics(dates),
    'timeline of 30 days': () => client.audit.timeline({ ...dates, bucket: 'hour' }),
    'statistics of one action (scan)': () => client.audit.statistics({ action }),
  })) {
    const { ours } = await interleaved(name.includes('scan') ? 5 : 50, work, () => newest.all(), 2)
    print({
      figure: `audit ${name}, ${there.toLocaleString('en')} entries`,
      measured: spreadText(ours),
      goal: name.includes('scan') ? 'on a thread' : 'p50 ≤ 5 ms',
      ok: name.includes('scan') || ours.p50 <= 5,
    })
  }
  raw.close()
  await workspace.close()
}
