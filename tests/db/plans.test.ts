import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { roomPlace, roomsOfParty } from '../../src-main/features/access/store.ts'
import * as sessions from '../../src-main/features/accounts/session-store.ts'
import * as accounts from '../../src-main/features/accounts/store.ts'
import * as trail from '../../src-main/features/audit/search-store.ts'
import * as audit from '../../src-main/features/audit/store.ts'
import * as documents from '../../src-main/features/documents/store.ts'
import { allSets } from '../../src-main/features/policies/effective-store.ts'
import * as exclusions from '../../src-main/features/policies/exclusions-store.ts'
import { clearance } from '../../src-main/features/rooms/clearance-store.ts'
import * as people from '../../src-main/features/rooms/people-store.ts'
import * as rooms from '../../src-main/features/rooms/store.ts'
import * as ships from '../../src-main/features/rooms/vessels-store.ts'
import * as found from '../../src-main/features/snapshots/search-store.ts'
import * as snapshots from '../../src-main/features/snapshots/store.ts'
import * as tokens from '../../src-main/features/tokens/store.ts'
import * as tasks from '../../src-main/platform/tasks/store.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'
import { openPlanner } from './plans.ts'

const everyTask = { created_by: 'x', room_ids: null, hidden_kinds: [] }

type Ask = Parameters<ReturnType<typeof openPlanner>['plansOf']>[0]

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let planner: ReturnType<typeof openPlanner>
beforeAll(async () => {
  directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  planner = openPlanner(join(dir, 'workspace.db'))
})
afterAll(async () => {
  planner.close()
  await directory[Symbol.asyncDispose]()
})

const id = '019a0000-0000-7000-8000-000000000000'
const now = '2026-11-20T12:00:00.000Z'
const page = { limit: 50, offset: 0 }
const everywhere = { email: null, restricted: [], found: [] }
const partOf = { ...everywhere, email: 'a@b.example' }
const allRooms = { rooms: null, narrowed: [] }
const roomPage = { sort: 'eta', direction: 'desc', ...page } as const

/** Reads rows one by one with no index to lead it: the whole table, or the whole of an index. */
const isFullScan = (line: string): boolean => /^SCAN (?!.*\bUSING INDEX\b)/.test(line)
const sorts = (line: string): boolean => line.startsWith('USE TEMP B-TREE')
/** A sort within rows that are equal in every term of the order but the last: a handful. */
const sortsTies = (line: string): boolean => line === 'USE TEMP B-TREE FOR LAST TERM OF ORDER BY'

async function planOf(ask: Ask): Promise<string[]> {
  const planned = await planner.plansOf(ask)
  expect(planned.length).toBeGreaterThan(0)
  return planned.flatMap(({ plan }) => plan)
}

describe('the planner itself', () => {
  test('sees a full scan and a sort where there is no index for them', async () => {
    const plan = await planOf((db) =>
      db.selectFrom('documents').selectAll().orderBy('notes').execute(),
    )
    expect(plan.some(isFullScan)).toBe(true)
    expect(plan.some(sorts)).toBe(true)
  })
})

describe('a list in its order comes out of an index, unsorted', () => {
  const lists: [string, Ask][] = [
    ...(['eta', 'code', 'title', 'updated_at'] as const).map((sort): [string, Ask] => [
      `rooms by ${sort}`,
      (db) => rooms.list(db, { ...roomPage, sort }, everywhere),
    ]),
    ['messages of a room', (db) => people.messages(db, id, null, 50, 0)],
    ['snapshots of a room', (db) => snapshots.ofRoom(db, id, page)],
    [
      'snapshots of a room, filtered',
      (db) => snapshots.ofRoom(db, id, { ...page, status: 'completed', snapshot_type: 'pdf' }),
    ],
    ...(
      [
        [{}, 'created_at', 'desc'],
        [{ status: 'failed', snapshot_type: 'pdf', trigger: 'manual' }, 'created_at', 'desc'],
        [{ from: now, to: now }, 'created_at', 'asc'],
        [{ held: true }, 'created_at', 'desc'],
        [{ q: 'STS 2026' }, 'created_at', 'desc'],
        [{ room_id: id }, 'created_at', 'desc'],
        [{}, 'file_size', 'desc'],
      ] as const
    ).map(([filter, sort, direction]): [string, Ask] => [
      `snapshots of all rooms by ${sort} ${JSON.stringify(filter)}`,
      (db) => found.search(db, { ...filter, now }, { ...page, sort, direction }, allRooms),
    ]),
    ['activity of a room', (db) => audit.roomActivity(db, id, ['room.created'], 100)],
    ['activity of a room, next page', (db) => audit.roomActivity(db, id, ['room.created'], 9, 99)],
    ['the trail', (db) => trail.page(db, {}, 51, undefined)],
    ['the trail, next page', (db) => trail.page(db, {}, 51, 1000)],
    ['the trail in the order of the chain', (db) => audit.following(db, 5, 2000)],
    ['the next pending task', (db) => tasks.nextPending(db, now, ['generate_snapshot'])],
    ['policy sets by precedence', (db) => allSets(db)],
    [
      'exclusions, newest first',
      (db) => exclusions.list(db, { ...page, now, include_expired: true, party: null }),
    ],
    ['the next wake-up of a task', (db) => tasks.nextWake(db)],
    ['tasks that run or wait', (db) => tasks.list(db, { ...page, ended: false }, everyTask)],
    ['tasks that have ended', (db) => tasks.list(db, { ...page, ended: true }, everyTask)],
  ]
  test.each(lists)('%s', async (_, ask) => {
    const plan = await planOf(ask)
    expect(plan.filter(sorts)).toEqual([])
    expect(plan.filter(isFullScan).filter((line) => line !== 'SCAN audit_entries')).toEqual([])
  })

  test('rooms by status, within one status by arrival', async () => {
    const plan = await planOf((db) => rooms.list(db, { ...roomPage, sort: 'status' }, everywhere))
    expect(plan).toContain('SCAN rooms USING INDEX rooms_by_status')
    expect(plan.filter((line) => sorts(line) && !sortsTies(line))).toEqual([])
  })

  test.each([
    { filter: { status: 'active' as const }, index: 'rooms_by_status' },
    { filter: { organization_id: id }, index: 'rooms_by_organization' },
    { filter: { terminal_id: id }, index: 'rooms_by_terminal' },
  ])('rooms of $filter', async ({ filter, index }) => {
    const plan = await planOf((db) => rooms.list(db, { ...roomPage, ...filter }, everywhere))
    expect(plan.some((line) => line.startsWith(`SEARCH rooms USING INDEX ${index} `))).toBe(true)
    expect(plan.filter((line) => sorts(line) && !sortsTies(line))).toEqual([])
  })
})

describe('a page of the trail under one filter comes out of the index for it', () => {
  const filters: [trail.Look, string][] = [
    [{ actor: 'a@b.example' }, 'audit_by_actor (actor_email=? AND seq<?)'],
    [{ action: 'room.created' }, 'audit_by_action (action=? AND seq<?)'],
    [
      { resource_type: 'room', resource_id: id },
      'audit_by_resource (resource_type=? AND resource_id=? AND seq<?)',
    ],
    [{ room_id: id }, 'audit_by_room (room_id=? AND seq<?)'],
    [{ organization_id: id }, 'audit_by_organization (organization_id=? AND seq<?)'],
    [{ terminal_id: id }, 'audit_by_terminal (terminal_id=? AND seq<?)'],
    [{ outcome: 'denied' }, 'audit_by_outcome (outcome=? AND seq<?)'],
    [{ outcome: 'failed' }, 'audit_by_outcome (outcome=? AND seq<?)'],
    [{ source: 'rest' }, 'audit_by_source (source=? AND seq<?)'],
    [{ unsuccessful: true }, 'audit_unsuccessful (seq<?)'],
    [
      { organization_id: id, action: 'room.created' },
      'audit_by_organization_action (organization_id=? AND action=? AND seq<?)',
    ],
    [
      { room_id: id, action: 'room.created' },
      'audit_by_room_action (room_id=? AND action=? AND seq<?)',
    ],
    [
      { actor: 'a@b.example', action: 'room.created', source: 'rest' },
      'audit_by_actor_action (actor_email=? AND action=? AND seq<?)',
    ],
  ]
  test.each(filters)('%j', async (filter, index) => {
    expect(await planOf((db) => trail.page(db, filter, 51, 1000))).toEqual([
      `SEARCH audit_entries USING INDEX ${index}`,
    ])
  })

  test.each([
    [{ q: 'approved' }, 'SCAN audit_search VIRTUAL TABLE INDEX'],
    [{ vessel_id: id }, 'SEARCH audit_vessels USING PRIMARY KEY (vessel_id=? AND seq<?)'],
  ])('%j leads to its rows by number, unsorted', async (filter, first) => {
    const plan = await planOf((db) => trail.page(db, filter, 51, 1000))
    expect(plan.filter(sorts)).toEqual([])
    // Words are looked up in the vocabulary before.
    expect(plan.at(-2)).toContain(first)
    expect(plan.at(-1)).toBe('SEARCH entry USING INTEGER PRIMARY KEY (rowid=?)')
  })

  test('a time is narrowed to the numbers of its days first', async () => {
    const filter = { action: 'room.created', from: '2026-11-01T00:00:00.000Z', to: now }
    expect((await planOf((db) => trail.page(db, filter, 51, 1000)))[0]).toContain(
      'SEARCH audit_days USING PRIMARY KEY (day>? AND day<?)',
    )
  })

  test('successes, which nearly all entries are, are read from the newest back', async () => {
    expect(await planOf((db) => trail.page(db, { outcome: 'success' }, 51, 1000))).toEqual([
      'SEARCH audit_entries USING INTEGER PRIMARY KEY (rowid<?)',
    ])
  })

  test('the proof of one deed is found by its resource', async () => {
    expect(await planOf((db) => audit.seqOf(db, 'snapshot.completed', 'snapshot', id))).toEqual([
      'SEARCH audit_entries USING INDEX audit_by_resource (resource_type=? AND resource_id=?)',
    ])
  })
})

describe('snapshots of all rooms', () => {
  const by =
    (sort: 'room_code', direction: 'asc' | 'desc'): Ask =>
    (db) =>
      found.search(db, { now }, { ...page, sort, direction }, allRooms)

  test.each(['asc', 'desc'] as const)(
    'by room code %s are read room by room',
    async (direction) => {
      const plan = await planOf(by('room_code', direction))
      expect(plan.filter((line) => sorts(line) && !sortsTies(line))).toEqual([])
      expect(plan.join()).toContain('snapshots_by_room (room_id=?)')
    },
  )

  test('are counted out of the index alone', async () => {
    const filter = { status: 'completed', trigger: 'manual', from: now, now } as const
    expect(await planOf((db) => found.count(db, filter, allRooms))).toEqual([
      'SEARCH snapshots USING COVERING INDEX snapshots_by_time (created_at>?)',
    ])
  })

  test('of a party are led by their rooms', async () => {
    const own = { rooms: [id, id], narrowed: [{ viewpoint: 'null', rooms: [id] }] }
    const plan = await planOf((db) =>
      found.search(db, { now }, { ...page, sort: 'created_at', direction: 'desc' }, own),
    )
    expect(plan.join()).toContain('SEARCH snapshots USING INDEX snapshots_by_room (room_id=?)')
  })
})

describe('a look-up goes straight to its rows', () => {
  const lookups: [string, Ask][] = [
    ['a session by its token', (db) => sessions.sessionBy(db, 'hash')],
    ['an API token by its secret', (db) => tokens.byHash(db, 'hash')],
    ['the live sessions of an account', (db) => sessions.liveSessions(db, id, now)],
    ['an account by its e-mail', (db) => accounts.byEmail(db, 'a@b.example')],
    ['the rooms of a party', (db) => roomsOfParty(db, 'a@b.example')],
    ['a caller’s place in a room', (db) => roomPlace(db, id, 'a@b.example')],
    ['the room list of a party', (db) => rooms.list(db, roomPage, partOf)],
    ['how many rooms a party has', (db) => rooms.count(db, roomPage, partOf)],
    ['a room by its code', (db) => rooms.byCode(db, 'STS-20261120-K7X2QM')],
    ['clearance of a page of rooms', (db) => clearance(db, [id, id], '2026-11-20')],
    ['lead vessels of a page of rooms', (db) => ships.leadVessels(db, [id, id])],
    ['last snapshots of a page of rooms', (db) => rooms.lastSnapshots(db, [id, id])],
    ['parties of a room', (db) => people.parties(db, id)],
    ['vessels of a room', (db) => ships.roomVessels(db, id)],
    ['approvals of a room', (db) => people.approvals(db, id)],
    ['documents of a room', (db) => documents.ofRoom(db, id)],
    ['the document of a type', (db) => documents.ofType(db, id, id, null)],
    ['versions of documents', (db) => documents.versions(db, [id])],
    ['a snapshot by its content', (db) => snapshots.withContent(db, 'hash')],
    ['a snapshot by its file', (db) => snapshots.withBlob(db, 'hash')],
    ['tasks that ran when the program died', (db) => tasks.withStatus(db, 'running')],
  ]
  test.each(lookups)('%s', async (_, ask) => {
    const plan = await planOf(ask)
    expect(plan.filter(isFullScan)).toEqual([])
    expect(plan.some((line) => line.includes('USING INDEX') || line.includes('COVERING'))).toBe(
      true,
    )
  })

  test('the last snapshot of a room takes one step into the index, not all of its snapshots', async () => {
    const [asked] = await planner.plansOf((db) => rooms.lastSnapshots(db, [id]))
    expect(asked?.sql).toMatch(/limit \?/)
    expect(asked?.plan).toContain('SEARCH snapshots USING INDEX snapshots_by_room (room_id=?)')
    expect(asked?.plan.filter(sorts)).toEqual([])
  })
})
