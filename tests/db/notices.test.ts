import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Webhook as Signing } from 'standardwebhooks'
import { expect, test, vi } from 'vitest'
import { createNoticesFeature } from '../../src-main/features/notices/index.ts'
import type { Tables } from '../../src-main/features/tables.ts'
import { randomIds } from '../../src-main/platform/ids/index.ts'
import { createSecretFile } from '../../src-main/platform/secrets/index.ts'
import type { CoverageRow } from '../../src-shared/contract/policies.ts'
import { daily } from '../fixtures/automation.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { nobodyThere, openReceiver } from '../fixtures/webhooks.ts'
import { openWorld, type World } from '../fixtures/world.ts'

const open = () => openWorld({ runTasks: false })

/** A run that ended; with trouble, as far as `facts` say so. */
async function endedRun(world: World, facts: Partial<Tables['runs']> = {}) {
  const at = world.clock.iso()
  const { kysely } = world.workspace.db
  const { seq } = await kysely
    .selectFrom('runs')
    .select((eb) => eb.fn.coalesce(eb.fn.max('seq'), eb.val(0)).as('seq'))
    .executeTakeFirstOrThrow()
  const row = {
    ...{ seq: seq + 1, trigger: 'scheduled' as const, dry_run: 0, status: 'completed' as const },
    ...{ policy_set_id: null, cadence: 'daily', total_rooms: 3, created: 0, deleted: 0 },
    ...{ failed: 0, skipped: 0, blocked: 0, progress: 100, estimated_finish_at: null },
    ...{ triggered_by: 'system', host: 'here', error_summary: null },
    ...{ created_at: at, started_at: at, finished_at: at },
    ...facts,
  }
  await kysely.insertInto('runs').values(row).execute()
  return row
}

/** What such a run would have removed of a room. */
async function blockedRecord(world: World, run_id: number): Promise<void> {
  await world.workspace.db.kysely
    .insertInto('records')
    .values({
      ...{ id: `record ${run_id}`, run_id, action: 'blocked', reason: 'mass_deletion' },
      ...{ room_id: 'room', room_code: 'STS-1', room_title: 'One', organization_id: 'o' },
      ...{ organization_name: 'Owner', policy_set_id: 'set', policy_set_name: 'Nightly' },
      ...{ policy_version: 1, cadence: 'daily', created_at: world.clock.iso() },
      message: '6 of them here',
    })
    .execute()
}

/** Rounds over the world's own database, driven by the test. */
function roundsOf(world: World, overdue: readonly Partial<CoverageRow>[] = []) {
  const { db, settings, log, clock, services } = world.workspace
  const ids = randomIds(clock)
  const secret = createSecretFile({
    ...{ directory: world.dir, name: 'webhook-key', keyStore: undefined, log },
  })
  return createNoticesFeature({
    ...{
      db: db.kysely,
      audit: services.audit,
      clock,
      ids,
      log,
      secret,
      settings: settings.current,
    },
    ...{ onMade: () => undefined, onDue: () => undefined },
    overdue: async () => overdue.map((row) => ({ ...overdueRow, ...row })),
  }).rounds
}
const overdueRow: CoverageRow = {
  ...{ room_id: 'room', room_code: 'STS-1', room_title: 'One', organization_id: 'o' },
  ...{ terminal_id: null, policy_set_id: 'set', policy_set_name: 'Nightly', cadence: 'daily' },
  ...{ newest: null, status: 'overdue', reason: 'It matches.' },
}

test('trouble is told once, in words; what went well, and dry runs, are not', async () => {
  await using world = await open()
  const owner = await world.owner()
  await endedRun(world)
  await endedRun(world, { dry_run: 1, failed: 2 })
  await endedRun(world, { failed: 2, blocked: 1, error_summary: 'The disk answered EIO' })
  const { seq } = await endedRun(world, { status: 'partial', blocked: 1 })
  await blockedRecord(world, seq)
  await endedRun(world, { status: 'partial', progress: 60 })
  await endedRun(world, { status: 'running', finished_at: null, failed: 1 })
  await world.workspace.db.kysely
    .insertInto('blobs')
    .values({
      ...{ sha256: 'd'.repeat(64), size_bytes: 10, created_at: world.clock.iso() },
      ...{ verified_at: null, unused_since: null, removed_at: null },
      damaged_at: world.clock.iso(),
    })
    .execute()
  const late = Array.from({ length: 7 }, (_, index) => ({ room_code: `STS-${index}` }))
  const rounds = roundsOf(world, [...late, { cadence: 'weekly', room_code: 'STS-9' }])
  await rounds.round()
  await rounds.round()
  const { body, headers } = await owner.notices.list({ open: true })
  expect(headers['x-total-count']).toBe('6')
  expect(body.map(({ kind, text }) => `${kind}: ${text}`).sort()).toEqual([
    'blocked: Run 4 (daily) was blocked for 1 room. Too many snapshots would have been removed at once, so none was: it waits for a person who types their number.',
    'damaged: A stored file is damaged. Retry the snapshot to make it again, or put the file back out of a back-up.',
    'failed: Run 3 (daily) failed for 2 rooms, and was blocked for 1 room. The disk answered EIO.',
    'failed: Run 5 (daily) was not finished.',
    'overdue: Nightly, daily: 7 rooms have no snapshot that is new enough (STS-0, STS-1, STS-2, STS-3, STS-4, …).',
    'overdue: Nightly, weekly: 1 room has no snapshot that is new enough (STS-9).',
  ])
  // Overdue is told again on another day, and only then.
  world.clock.set('2026-11-21T12:00:00.000Z')
  await rounds.round()
  expect((await owner.notices.list({ kind: 'overdue' })).body).toHaveLength(4)
})

test('a pause is reminded of a day before its end, or at once where it is shorter; once', async () => {
  await using world = await open()
  const owner = await world.owner()
  const rounds = roundsOf(world)
  const paused = async (name: string, until: string) =>
    owner.policySets.create({
      ...{ name, scope: 'global', formats: ['json'], cadences: [daily()] },
      paused_until: until,
    })
  await paused('Long', '2026-11-30T12:00:00Z')
  const short = await paused('Short', '2026-11-20T23:00:00Z')
  const off = await paused('Off', '2026-11-20T23:00:00Z')
  await owner.policySets.update({ policy_set_id: off.id, is_active: false })
  const told = async () => {
    await rounds.round()
    return (await owner.notices.list({ kind: 'paused' })).body
  }
  expect(await told()).toMatchObject([
    {
      text: 'The pause of “Short” ends on 20 Nov 2026, 23:00 UTC: it takes and removes snapshots again from its next time on. A later date in the set keeps it paused.',
      resource_type: 'policy_set',
      resource_id: short.id,
    },
  ])
  world.clock.set('2026-11-29T11:59:59.999Z')
  expect(await told()).toHaveLength(1)
  world.clock.set('2026-11-29T12:00:00Z')
  expect(await told()).toHaveLength(2)
  expect(await told()).toHaveLength(2)
  // What is over is not told of any more.
  await paused('Missed', '2026-12-05T12:00:00Z')
  world.clock.set('2026-12-06T12:00:00Z')
  expect(await told()).toHaveLength(2)
})

test('a notice is acknowledged for everybody, once; long after, it goes', async () => {
  await using world = await open()
  const owner = await world.owner()
  await endedRun(world, { failed: 1 })
  const rounds = roundsOf(world)
  await rounds.round()
  const [notice] = (await owner.notices.list({})).body
  const notice_ids = [notice?.id ?? '']
  expect(await owner.notices.acknowledge({ notice_ids })).toEqual({ acknowledged: 1 })
  expect(await owner.notices.acknowledge({ notice_ids })).toEqual({ acknowledged: 0 })
  expect((await owner.notices.list({ open: true })).body).toEqual([])
  expect((await owner.notices.list({})).body).toMatchObject([
    { acknowledged_by: 'owner@example.org', acknowledged_at: world.clock.iso() },
  ])
  world.clock.set('2027-02-18T12:00:00.000Z')
  await rounds.round()
  expect((await owner.notices.list({})).body).toMatchObject([{ id: notice?.id }])
  world.clock.set('2027-02-18T12:00:01.000Z')
  await rounds.round()
  expect((await owner.notices.list({})).body).toEqual([])
})

test('a webhook that is on is sent what it asked for, signed; one that is off waits for nothing', async () => {
  await using world = await open()
  await using receiver = await openReceiver()
  const owner = await world.owner()
  const hook = await owner.webhooks.create({ name: 'On', url: receiver.url, kinds: ['failed'] })
  await owner.webhooks.create({ name: 'Off', url: receiver.url })
  await owner.webhooks.update({ webhook_id: hook.id, is_active: true })
  await endedRun(world, { failed: 1 })
  await endedRun(world, { blocked: 1 })
  const rounds = roundsOf(world)
  await rounds.round()
  await rounds.round()
  expect(receiver.received).toHaveLength(1)
  const [{ headers, body } = { headers: {}, body: '' }] = receiver.received
  const [notice] = (await owner.notices.list({ kind: 'failed' })).body
  expect(JSON.parse(body)).toMatchObject({
    type: 'notice.failed',
    timestamp: world.clock.iso(),
    data: { id: notice?.id, text: notice?.text, resource_type: 'run', resource_id: '1' },
  })
  expect(headers['webhook-id']).toBe(notice?.id)
  // The peer library's own check, at the time of the signature.
  const verified = () => new Signing(hook.secret ?? '').verify(body, headers)
  withTime(world.clock.millis(), () => expect(verified()).toMatchObject({ type: 'notice.failed' }))
  expect(() => new Signing(`whsec_${'A'.repeat(43)}=`).verify(body, headers)).toThrow()
  expect(await owner.webhooks.list()).toMatchObject([
    { name: 'Off', pending: 0, dead: 0, last_delivered_at: null },
    { name: 'On', pending: 0, dead: 0, last_delivered_at: world.clock.iso() },
  ])
})

test('what is not taken is tried again later and later, then given up, and can be tried once more', async () => {
  await using world = await open()
  let status = 500
  await using receiver = await openReceiver(() => ({ status }))
  const owner = await world.owner()
  const { id: webhook_id } = await owner.webhooks.create({
    ...{ name: 'Down', url: receiver.url, is_active: true },
  })
  await endedRun(world, { failed: 1 })
  const rounds = roundsOf(world)
  const of = async (wanted: 'dead' | 'pending' | 'delivered') =>
    (await owner.webhooks.deliveries({ webhook_id, status: wanted })).body
  const waits: number[] = []
  for (;;) {
    await rounds.round()
    const [next] = await of('pending')
    if (next?.next_attempt_at == null) break
    waits.push((Date.parse(next.next_attempt_at) - world.clock.millis()) / 60_000)
    // A moment before its time nothing is sent.
    world.clock.set(new Date(Date.parse(next.next_attempt_at) - 1).toISOString())
    await rounds.round()
    expect(receiver.received).toHaveLength(waits.length)
    world.clock.set(next.next_attempt_at)
  }
  expect(waits).toEqual([1, 5, 30, 120, 360, 1440])
  expect(await of('dead')).toMatchObject([
    { attempts: 7, last_error: 'It answered 500.', next_attempt_at: null },
  ])
  // While one fails, nothing else is sent to the same receiver in that round.
  await endedRun(world, { failed: 1 })
  await endedRun(world, { failed: 1 })
  await rounds.round()
  expect(receiver.received).toHaveLength(8)
  status = 200
  expect(await owner.webhooks.retry({ webhook_id })).toEqual({ retried: 1 })
  world.clock.set(new Date(world.clock.millis() + 60_000).toISOString())
  await rounds.round()
  expect(await of('delivered')).toHaveLength(3)
  expect(receiver.received).toHaveLength(11)
})

test('an answer never leads on to an address that nobody entered; 410 is the end', async () => {
  await using world = await open()
  await using elsewhere = await openReceiver()
  let count = 0
  await using receiver = await openReceiver(() =>
    count++ === 0 ? { status: 302, location: elsewhere.url } : { status: 410 },
  )
  const owner = await world.owner()
  const { id: webhook_id } = await owner.webhooks.create({
    ...{ name: 'Leads on', url: receiver.url, is_active: true },
  })
  await endedRun(world, { failed: 1 })
  const rounds = roundsOf(world)
  await rounds.round()
  world.clock.set('2026-11-20T12:02:00.000Z')
  await rounds.round()
  expect(elsewhere.received).toEqual([])
  expect((await owner.webhooks.deliveries({ webhook_id })).body).toMatchObject([
    { status: 'dead', attempts: 2, last_error: 'It answered 410.' },
  ])
})

test('a test says what was answered, whether the webhook is on or not', async () => {
  await using world = await open()
  await using receiver = await openReceiver()
  const owner = await world.owner()
  const { id, secret } = await owner.webhooks.create({ name: 'Mine', url: receiver.url })
  expect(await owner.webhooks.test({ webhook_id: id })).toEqual({ delivered: true, error: null })
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ type: 'notice.test' })
  const rotated = await owner.webhooks.update({
    ...{ webhook_id: id, url: nobodyThere, rotate_secret: true },
  })
  expect(rotated.secret).toMatch(/^whsec_/)
  expect(rotated.secret).not.toBe(secret)
  expect(await owner.webhooks.test({ webhook_id: id })).toMatchObject({
    delivered: false,
    error: expect.stringMatching(/^It could not be reached/),
  })
  // No secret stands in the trail, nor in the database.
  const { entries } = await owner.audit.list({ resource_type: 'webhook' })
  expect(entries.map(({ action }) => action)).toEqual([
    ...['webhook.tested', 'webhook.updated', 'webhook.tested', 'webhook.created'],
  ])
  const text = JSON.stringify(entries) + JSON.stringify(await owner.webhooks.list())
  expect(text).not.toContain(secret ?? 'none')
  expect(text).not.toContain(rotated.secret ?? 'none')
})

test.each([
  ['ftp://example.org/', 'url'],
  ['http://me:secret@example.org/', 'url'],
  ['example.org', 'url'],
  ['file:///etc/passwd', 'url'],
])('%s is no address for a webhook', async (url, field) => {
  await using world = await open()
  const refusal = await refusalOf((await world.owner()).webhooks.create({ name: 'Bad', url }))
  expect(refusal).toMatchObject({ code: 'BAD_REQUEST', data: { issues: [{ path: [field] }] } })
})

test('a folder is given a line for each notice; one that is not there is tried again', async () => {
  await using world = await open()
  const owner = await world.owner()
  const folder = join(world.dir, '..', 'drop')
  await owner.settings.update({ notice_folder: folder })
  await endedRun(world, { failed: 1 })
  const rounds = roundsOf(world)
  await rounds.round()
  const { kysely } = world.workspace.db
  const delivery = await kysely.selectFrom('notice_deliveries').selectAll().executeTakeFirst()
  expect(delivery).toMatchObject({ status: 'pending', last_error: 'The folder is not there.' })
  await mkdir(folder)
  const file = join(folder, 'sts-notices.jsonl')
  // A power cut left half a line: it is ended, and every later one stands alone.
  await writeFile(file, '{"kind":"fai')
  world.clock.set('2026-11-20T12:02:00.000Z')
  await endedRun(world, { blocked: 1 })
  await rounds.round()
  const lines = (await readFile(file, 'utf8')).split('\n')
  expect(lines).toHaveLength(4)
  expect(lines[3]).toBe('')
  expect(lines.slice(1, 3).map((line) => JSON.parse(line).type)).toEqual([
    'notice.failed',
    'notice.blocked',
  ])
  await rm(folder, { recursive: true })
})

test('whoever may see records hears of a notice as it is made', async () => {
  await using world = await openWorld()
  const { events } = world.workspace.services
  const heard = new Promise<unknown>((resolve) => {
    events.subscribe((event) => {
      if (event.kind === 'notice') resolve(event.notice)
    })
  })
  await endedRun(world, { failed: 1 })
  const [run] = (await (await world.owner()).runs.list({})).body.runs
  if (run === undefined) throw new Error('There is no run.')
  events.publish({ kind: 'run', run })
  expect(await heard).toMatchObject({ kind: 'failed', resource_id: '1' })
})

/** The peer library takes the machine's time, and refuses what is older than five minutes. */
function withTime(millis: number, check: () => void): void {
  vi.useFakeTimers({ now: millis, toFake: ['Date'] })
  try {
    check()
  } finally {
    vi.useRealTimers()
  }
}
