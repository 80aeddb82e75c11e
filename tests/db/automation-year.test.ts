import { expect, test } from 'vitest'
import type { LocalClient } from '../../src-main/rpc/local-client.ts'
import type { Cadence } from '../../src-shared/contract/cadences.ts'
import { applyRetention } from '../../src-shared/rules/retention.ts'
import { withSafetyNet } from '../../src-shared/rules/safety.ts'
import { occurrencesBetween } from '../../src-shared/rules/schedule.ts'
import { coveredRooms, expectCountsToFit, pass } from '../fixtures/automation.ts'
import { testNow } from '../fixtures/names.ts'
import { openWorld, type World } from '../fixtures/world.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const start = Date.parse(testNow)
const end = start + 365 * day
const iso = (at: number) => new Date(at).toISOString()

/** Where clocks change, and when in the year that is simulated. */
const places = [
  { zone: 'Europe/Athens', changes: ['2027-03-28', '2027-10-31'] },
  { zone: 'America/Los_Angeles', changes: ['2027-03-14', '2027-11-07'] },
  { zone: 'Australia/Lord_Howe', changes: ['2027-04-03', '2027-10-02'] },
]

const cadencesOf = (time_zone: string): Cadence[] => [
  { name: 'daily', schedule: { kind: 'daily', at: '02:15' }, time_zone, retention: { daily: 7 } },
  {
    name: 'weekly',
    schedule: { kind: 'weekly', days: ['sun'], at: '01:45' },
    ...{ time_zone, retention: { last: 3, monthly: 3 } },
  },
  {
    name: 'monthly',
    schedule: { kind: 'monthly', day: 31, at: '23:30' },
    ...{ time_zone, retention: { yearly: 1, within: '3m' } },
  },
  {
    name: 'cron',
    schedule: { kind: 'cron', expression: '30 1,2,3 * * 0' },
    ...{ time_zone, retention: { weekly: 2, last: 2 } },
  },
]

/** The machine is off from the first of these times for so long. */
const off = [
  ...Array.from({ length: 30 }, (_, index) => ({
    at: start + (index * 11 + 3) * day + index * 5 * hour,
    for: 7 * hour,
  })),
  { at: Date.parse('2027-01-08T20:00:00Z'), for: 3 * day },
  { at: Date.parse('2027-02-10T05:00:00Z'), for: 19 * day },
  { at: Date.parse('2027-05-30T10:00:00Z'), for: 40 * day },
  { at: Date.parse('2027-09-03T22:00:00Z'), for: 6 * day },
]

/**
 * Hourly counts from half a day before each change of the clocks to a day after it, and is paused for
 * the rest of the year: nine thousand snapshots would prove no more. The rule by itself is put to a
 * year of hours in tests/unit/rules/catch-up.test.ts.
 */
const hourlyFrom = (change: string) => Date.parse(`${change}T00:00:00Z`) - 12 * hour
const hourlyFor = 36 * hour

/** A time that a set counted from, until another schedule, or a pause, took its place. */
interface Stretch {
  set: string
  cadence: Cadence
  from: number
  until: number
}

test('a year: no period twice, each missed one accounted for, and kept what the rule keeps', {
  timeout: 240_000,
}, async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const stretches: Stretch[] = []
  const incidents: { at: number; happen: () => Promise<unknown> }[] = []
  for (const { zone, changes } of places) {
    const fixed = await coveredRooms(
      ...[world, owner, { cadences: cadencesOf(zone) }, { rooms: 1, organization: zone }],
    )
    // In the middle of the year the room comes under the clocks of another place.
    const moved = Date.parse('2027-07-20T12:00:00Z')
    const isMoved = zone === 'America/Los_Angeles'
    for (const cadence of cadencesOf(zone)) {
      stretches.push({ set: fixed.set.id, cadence, from: start, until: isMoved ? moved : end })
    }
    if (isMoved) {
      const cadences = cadencesOf('Asia/Singapore')
      incidents.push({ at: moved, happen: () => save(owner, fixed.set.id, { cadences }) })
      for (const cadence of cadences) {
        stretches.push({ set: fixed.set.id, cadence, from: moved, until: end })
      }
    }

    const cadence: Cadence = {
      ...{ name: 'hourly', schedule: { kind: 'hourly' }, time_zone: zone },
      retention: { hourly: 12, daily: 2 },
    }
    const pauses = [...changes.map((change) => iso(hourlyFrom(change))), iso(end + day)]
    const hourly = await coveredRooms(
      ...[world, owner, { cadences: [cadence], paused_until: pauses[0] ?? null }],
      { rooms: 1, organization: `${zone} by the hour` },
    )
    for (const [index, change] of changes.entries()) {
      const [from, until] = [hourlyFrom(change), hourlyFrom(change) + hourlyFor]
      stretches.push({ set: hourly.set.id, cadence, from, until })
      const paused_until = pauses[index + 1] ?? null
      incidents.push({ at: until, happen: () => save(owner, hourly.set.id, { paused_until }) })
    }
  }
  // Somebody sets the clock on by days, and back again; and back by hours, and on again.
  for (const [at, by] of [
    ['2026-12-22T09:00:00Z', 9 * day],
    ['2027-04-20T18:00:00Z', -30 * hour],
    ['2027-08-12T06:00:00Z', 26 * hour],
    ['2027-10-20T03:00:00Z', -3 * hour],
  ] as const) {
    incidents.push({ at: Date.parse(at), happen: () => lookAt(world, Date.parse(at) + by) })
  }
  incidents.sort((a, b) => a.at - b.at)

  await simulate(world, incidents)

  const made = await snapshotsOf(world)
  const taken = made.map(keyOf)
  expect(taken.length).toBe(new Set(taken).size)
  const covered = await coveredBy(world)
  const accounted = new Set([...taken, ...covered.map(keyOf)])
  const due = stretches.flatMap(({ set, cadence: { name, schedule, time_zone }, from, until }) =>
    occurrencesBetween(schedule, time_zone, from, until).map(({ period_key }) =>
      keyOf({ policy_set_id: set, cadence: name, period_key }),
    ),
  )
  expect(due.filter((one) => !accounted.has(one))).toEqual([])
  const asked = new Set(due)
  expect([...accounted].filter((one) => !asked.has(one))).toEqual([])
  const triggers = new Set(made.map(({ trigger }) => trigger))
  expect(triggers).toEqual(new Set(['scheduled', 'catch_up']))
  expect(covered.length).toBeGreaterThan(100)
  expect(await actionsOf(world)).toEqual(['created', 'deleted', 'skipped'])

  const removed = made.flatMap(({ id, deleted_reason }) =>
    deleted_reason === null ? [] : [[id, deleted_reason]],
  )
  expect(new Map(removed.map(([id = '', why = '']) => [id, why]))).toEqual(
    predicted(made, stretches),
  )
  await expectCountsToFit(owner)
})

const save = async (
  owner: LocalClient,
  policy_set_id: string,
  changes: { cadences?: Cadence[]; paused_until?: string | null },
) => owner.policySets.update({ policy_set_id, ...changes })

/** The scheduler looks at that time, whatever it was before. */
async function lookAt(world: World, at: number): Promise<void> {
  world.clock.set(iso(at))
  await pass(world)
}

/** From due time to due time, as the scheduler itself would wake; less when the machine is off. */
async function simulate(
  world: World,
  incidents: readonly { at: number; happen: () => Promise<unknown> }[],
): Promise<void> {
  const left = [...incidents]
  let now = start
  while (now < end) {
    const next = Date.parse(world.workspace.automation.nextDue() ?? iso(end))
    const wanted = Math.min(Math.max(next, now + minute), left[0]?.at ?? end, end)
    const asleep = off.find(({ at, for: span }) => wanted >= at && wanted < at + span)
    now = asleep === undefined ? wanted : asleep.at + asleep.for
    await lookAt(world, now)
    while (left[0] !== undefined && left[0].at <= now) {
      await left.shift()?.happen()
      await lookAt(world, now)
    }
  }
}

const keyOf = (one: Pick<Made, 'policy_set_id' | 'cadence' | 'period_key'>) =>
  `${one.policy_set_id} ${one.cadence} ${one.period_key}`

type Made = Awaited<ReturnType<typeof snapshotsOf>>[number]

/** What automation has made, in the order of its runs. */
const snapshotsOf = (world: World) =>
  world.workspace.db.kysely
    .selectFrom('snapshots')
    .select(['id', 'room_id', 'policy_set_id', 'cadence', 'period_key', 'trigger'])
    .select(['created_at', 'deleted_reason', 'run_id'])
    .where('policy_set_id', 'is not', null)
    .orderBy('run_id')
    .execute()

/** The periods that were passed over. */
const coveredBy = (world: World) =>
  world.workspace.db.kysely
    .selectFrom('records')
    .select(['policy_set_id', 'cadence', 'period_key'])
    .where('reason', '=', 'covered_by_catch_up')
    .execute()

const actionsOf = async (world: World) =>
  (
    await world.workspace.db.kysely
      .selectFrom('records')
      .select('action')
      .distinct()
      .orderBy('action')
      .execute()
  ).map(({ action }) => action)

/** What is removed, and why, when the rule by itself goes over what was made, run by run. */
function predicted(made: readonly Made[], stretches: readonly Stretch[]): Map<string, string> {
  const removed = new Map<string, string>()
  let standing: Made[] = []
  for (const [run_id, ofRun] of Map.groupBy(made, (one) => one.run_id)) {
    standing.push(...ofRun)
    const gone = new Map<string, string>()
    for (const { policy_set_id, cadence: name, room_id, created_at } of ofRun) {
      const now = Date.parse(created_at)
      const cadence = stretches.find(
        (one) =>
          one.set === policy_set_id &&
          one.cadence.name === name &&
          now >= one.from &&
          now <= one.until,
      )?.cadence
      if (cadence === undefined) throw new Error(`Run ${run_id} made what nothing asked for.`)
      const ofRoom = standing.filter((one) => one.room_id === room_id).map(timed)
      const own = standing.filter((one) => one.room_id === room_id && one.cadence === name)
      const result = applyRetention(own.map(timed), cadence.retention, cadence.time_zone, now)
      for (const { id, reason } of withSafetyNet(result, ofRoom, 1).removed) gone.set(id, reason)
    }
    for (const [id, reason] of gone) removed.set(id, reason)
    standing = standing.filter(({ id }) => !gone.has(id))
  }
  return removed
}

const timed = ({ id, created_at }: Made) => ({ id, time: created_at })
