import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../src-main/features/audit/index.ts'
import { createLocalClient, type LocalClient } from '../../src-main/rpc/local-client.ts'
import { consoleRoles, partyRoles, roomStatuses } from '../../src-shared/contract/enums.ts'
import { smallPdf } from '../fixtures/mutations.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { entriesAfter, lastSeq } from '../fixtures/trail.ts'
import { openWorld, type World } from '../fixtures/world.ts'

/**
 * Any sequence of calls by anybody, over everything in a room: what is permitted is done whole, what
 * is not changes nothing. The numbers of a step pick its subjects among those that are there.
 */
const step = fc.record({
  console: fc.constantFrom(...consoleRoles),
  party: fc.constantFrom(...partyRoles, null),
  what: fc.constantFrom(...operations()),
  a: fc.nat(999),
  b: fc.nat(999),
})
type Step = { console: string; party: string | null; what: Operation; a: number; b: number }

/** Both papers of the room are supplied and approved: the one sequence that surely makes it ready. */
const clearing = [0, 1].flatMap((a) =>
  (['upload', 'approve'] as const).map((what) => ({
    console: 'admin' as const,
    party: null,
    what,
    a,
    b: 1,
  })),
)

let world: World
let owner: LocalClient
beforeAll(async () => {
  world = await openWorld({ runTasks: false })
  owner = await world.owner()
  world.workspace.db.exec('pragma synchronous = off')
})
afterAll(() => world[Symbol.asyncDispose]())

test('any sequence of calls leaves readiness, revision, trail, and status as they must be', async () => {
  let done = 0
  let refused = 0
  let ready = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 30 }), async (steps) => {
      const room_id = await openedRoom()
      for (const one of steps) {
        const before = await stateOf(room_id)
        const seq = await lastSeq(world)
        const changed = await perform(one, room_id)
        const after = await stateOf(room_id)
        const entries = (await entriesAfter(world, seq)).filter(
          (entry) => entry.outcome === 'success',
        )
        const byPeople = entries.filter((entry) => entry.actor_email !== 'system')
        const bySystem = entries.filter((entry) => entry.actor_email === 'system')
        const about = JSON.stringify(one)
        if (changed === 'changed') {
          done += 1
          expect(after.revision, about).toBe(before.revision + 1)
          expect(byPeople, about).toHaveLength(1)
        } else {
          if (changed === 'refused') refused += 1
          expect(after, about).toEqual(before)
          expect(entries, about).toEqual([])
        }
        const readied =
          before.status === 'pending' && after.status === 'ready' && one.what !== 'transition'
        if (readied) ready += 1
        expect(
          bySystem.map((entry) => entry.action),
          about,
        ).toEqual(readied ? ['room.transitioned'] : [])
        await readinessHolds(room_id, after, changed === 'changed', about)
      }
    }),
    { numRuns: 12, seed: 20_261_125, endOnFailure: true, examples: [[clearing]] },
  )
  expect(await owner.audit.verify({})).toMatchObject({ ok: true })
  // Else the property would hold because nothing was ever done, or never refused.
  expect(done).toBeGreaterThan(40)
  expect(refused).toBeGreaterThan(40)
  expect(ready).toBeGreaterThan(0)
}, 180_000)

/** What the contract tells of the room, against the rows themselves, counted by other code. */
async function readinessHolds(
  room_id: string,
  state: Awaited<ReturnType<typeof stateOf>>,
  changed: boolean,
  about: string,
): Promise<void> {
  const rows = await world.workspace.db.kysely
    .selectFrom('documents')
    .innerJoin('document_types', 'document_types.id', 'documents.type_id')
    .select(['documents.id', 'documents.status', 'documents.expires_on', 'document_types.required'])
    .where('documents.room_id', '=', room_id)
    .execute()
  const today = world.clock.iso().slice(0, 10)
  const needed = rows.filter((row) => row.required === 1)
  const blocking = needed.filter(
    (row) => row.status !== 'approved' || (row.expires_on !== null && row.expires_on < today),
  )
  const share = needed.length === 0 ? 1 : (needed.length - blocking.length) / needed.length
  const progress = Number((share * 100).toFixed(1))
  const room = await owner.rooms.get({ room_id })
  const summary = await owner.rooms.summary({ room_id })
  expect(
    {
      get: [room.progress_percentage, room.required_documents, room.blocker_count],
      summary: [
        summary.progress_percentage,
        summary.total_required_docs,
        summary.blockers.map((one) => one.document_id).sort(),
      ],
    },
    about,
  ).toEqual({
    get: [progress, needed.length, blocking.length],
    summary: [progress, needed.length, blocking.map((row) => row.id).sort()],
  })
  if (changed && state.status === 'pending') expect(blocking.length, about).toBeGreaterThan(0)
}

async function stateOf(room_id: string) {
  const room = await world.workspace.db.kysely
    .selectFrom('rooms')
    .select(['status', 'revision', 'updated_at', 'title'])
    .where('id', '=', room_id)
    .executeTakeFirstOrThrow()
  return room
}

/** A room with a party of each role and few papers, so that it can become ready within a sequence. */
async function openedRoom(): Promise<string> {
  const organization_id = (await owner.organizations.list({ limit: 1 })).body[0]?.id ?? ''
  const room = await owner.rooms.create({
    title: 'Property',
    location: 'Anchorage',
    eta: '2026-12-01T00:00:00Z',
    organization_id,
    parties: partyRoles.map((role) => ({ role, name: role, email: `${role}@any.example` })),
  })
  const papers = await owner.documents.list({ room_id: room.id })
  for (const paper of papers.slice(2)) {
    await owner.documents.delete({ room_id: room.id, document_id: paper.id })
  }
  return room.id
}

function operations() {
  return [
    'title',
    'add party',
    'change party',
    'remove party',
    'add vessel',
    'change vessel',
    'remove vessel',
    'upload',
    'upload',
    'expiry',
    'approve',
    'approve',
    'approve',
    'reject',
    'delete document',
    'ask approval',
    'decide',
    'revoke',
    'delete approval',
    'message',
    'transition',
    'a day passes',
  ] as const
}
type Operation = ReturnType<typeof operations>[number]

const ships = ['9074729', '9811000', '9395044', '9321483']
const pick = <Item>(items: readonly Item[], n: number): Item | undefined => items[n % items.length]
const nothing = '019a0000-0000-7000-8000-000000000000'

async function perform(
  { console: role, party, what, a, b }: Step,
  room_id: string,
): Promise<'changed' | 'refused' | 'no call'> {
  if (what === 'a day passes') {
    world.clock.advance(86_400_000)
    return 'no call'
  }
  const client = createLocalClient(world.workspace.router, actorOf(role, party), 'rest')
  const call = await callOf(client, room_id, what, a, b)
  const outcome = await call().then(
    () => 'changed' as const,
    () => 'failed' as const,
  )
  if (outcome === 'changed') return 'changed'
  // Whatever it was refused for, it must have been an envelope and not a bug.
  const again = await refusalOf(call()).catch(() => ({ status: 0 }))
  expect(again.status, `${what} as ${role}, ${party ?? 'stranger'}`).toBeGreaterThanOrEqual(400)
  expect(again.status, what).toBeLessThan(500)
  return 'refused'
}

async function callOf(
  client: LocalClient,
  room_id: string,
  what: Exclude<Operation, 'a day passes'>,
  a: number,
  b: number,
): Promise<() => Promise<unknown>> {
  const people = await owner.parties.list({ room_id })
  const vessels = await owner.roomVessels.list({ room_id })
  const documents = await owner.documents.list({ room_id })
  const approvals = await owner.approvals.list({ room_id })
  const party_id = pick(people, a)?.id ?? nothing
  const vessel_id = pick(vessels, a)?.id ?? nothing
  const document = pick(documents, a)
  const one = { room_id, document_id: document?.id ?? nothing }
  const approval_id = pick(approvals, a)?.id ?? nothing
  switch (what) {
    case 'title':
      return () => client.rooms.update({ room_id, title: `Title ${b}` })
    case 'add party':
      return () =>
        client.parties.add({ room_id, role: 'viewer', name: 'New', email: `p${a}@any.example` })
    case 'change party':
      return () => client.parties.update({ room_id, party_id, role: pick(partyRoles, b) })
    case 'remove party':
      return () => client.parties.remove({ room_id, party_id })
    case 'add vessel':
      return () =>
        client.roomVessels.add({
          room_id,
          imo: pick(ships, a) ?? '',
          role: 'daughter',
          name: `Ship ${pick(ships, a)}`,
          vessel_type: 'Tanker',
          flag: 'NO',
        })
    case 'change vessel':
      return () => client.roomVessels.update({ room_id, vessel_id, draft_m: 1 + (b % 20) })
    case 'remove vessel':
      return () => client.roomVessels.remove({ room_id, vessel_id })
    case 'upload':
      return () =>
        client.documents.upload({
          room_id,
          document_type: document?.type_code ?? 'Q88',
          ...(document?.vessel_id == null ? {} : { vessel_id: document.vessel_id }),
          file: smallPdf('paper.pdf', String(b)),
          ...(b % 3 === 0 ? { expires_on: '2026-11-24' } : {}),
        })
    case 'expiry':
      return () => client.documents.update({ ...one, expires_on: b % 2 ? null : '2026-11-22' })
    case 'approve':
      return () => client.documents.approve(one)
    case 'reject':
      return () => client.documents.reject({ ...one, note: 'No' })
    case 'delete document':
      return () => client.documents.delete(one)
    case 'ask approval':
      return () =>
        client.approvals.create({ room_id, party_id, vessel_id: b % 2 ? null : vessel_id })
    case 'decide':
      return () =>
        client.approvals.update({ room_id, approval_id, status: b % 2 ? 'approved' : 'rejected' })
    case 'revoke':
      return () => client.approvals.revoke({ room_id, approval_id })
    case 'delete approval':
      return () => client.approvals.delete({ room_id, approval_id })
    case 'message':
      return () => client.messages.create({ room_id, body: 'Hello' })
    case 'transition':
      return () =>
        client.rooms.transition({ room_id, new_status: pick(roomStatuses, b) ?? 'active' })
  }
}

const actorOf = (console_role: string, party: string | null): Actor => ({
  account_id: null,
  email: `${party ?? 'stranger'}@any.example`,
  name: 'Anybody',
  console_role: consoleRoles.find((role) => role === console_role) ?? null,
  organization_id: null,
  session_id: null,
  token_permissions: null,
})
