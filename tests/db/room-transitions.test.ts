import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import matrix from '../../resources/permission-matrix.json' with { type: 'json' }
import type { Actor } from '../../src-main/features/audit/index.ts'
import { createLocalClient, type LocalClient } from '../../src-main/rpc/local-client.ts'
import {
  type ApprovalStatus,
  approvalStatuses,
  consoleRoles,
  type PartyRole,
  partyRoles,
  type RoomStatus,
  roomStatuses,
} from '../../src-shared/contract/enums.ts'
import { openRoom, smallPdf } from '../fixtures/mutations.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { openWorld, type World } from '../fixtures/world.ts'

/** Written out from the domain description. */
const follows: Record<RoomStatus, RoomStatus[]> = {
  pending: ['ready', 'active', 'cancelled'],
  ready: ['active', 'cancelled'],
  active: ['on_hold', 'completed'],
  on_hold: ['active', 'cancelled'],
  completed: [],
  cancelled: [],
}
/** The matrix file by itself: who may take a step, and who may put on hold, cancel, and reopen. */
const grants = (permission: string, console: string, party: string | null): boolean => {
  const row = matrix.permissions.find((one) => one.permission === permission)
  return (
    row !== undefined &&
    (row.console.includes(console) || (party !== null && row.party.includes(party)))
  )
}
const needs = (from: RoomStatus, to: RoomStatus): string =>
  from === 'on_hold' || to === 'on_hold' || to === 'cancelled' ? 'rooms.close' : 'rooms.transition'

const people = consoleRoles.flatMap((console) =>
  ([...partyRoles, null] as const).map((party) => ({ console, party })),
)
const steps = roomStatuses.flatMap((from) => roomStatuses.map((to) => ({ from, to })))

const actorOf = (console_role: (typeof consoleRoles)[number], party: PartyRole | null): Actor => ({
  account_id: null,
  email: `${party ?? 'stranger'}@steps.example`,
  name: 'Somebody',
  console_role,
  organization_id: null,
  session_id: null,
  token_permissions: null,
})

let world: World
let owner: LocalClient
let room_id: string
beforeAll(async () => {
  world = await openWorld({ runTasks: false })
  owner = await world.owner()
  world.workspace.db.exec('pragma synchronous = off')
  room_id = (await openRoom(owner)).room_id
  for (const role of partyRoles) {
    await owner.parties.add({ room_id, role, name: role, email: `${role}@steps.example` })
  }
})
afterAll(() => world[Symbol.asyncDispose]())

async function put(status: RoomStatus): Promise<void> {
  await world.workspace.db.kysely
    .updateTable('rooms')
    .set({ status, started_at: null, completed_at: null })
    .where('id', '=', room_id)
    .execute()
}

test.each(steps)(
  'from $from to $to: exactly those may who hold the permission',
  async ({ from, to }) => {
    for (const { console, party } of people) {
      await put(from)
      const client = createLocalClient(world.workspace.router, actorOf(console, party), 'rest')
      const about = `${console}, ${party ?? 'no party'}`
      const call = client.rooms.transition({ room_id, new_status: to })
      const stranger = party === null && !grants('rooms.view_all', console, null)
      const may =
        grants('rooms.transition', console, party) && grants(needs(from, to), console, party)
      if (may && follows[from].includes(to)) {
        expect(await call, about).toMatchObject({ old_status: from, new_status: to })
        const row = await owner.rooms.get({ room_id })
        expect([row.status, row.started_at !== null, row.completed_at !== null], about).toEqual([
          to,
          to === 'active',
          to === 'completed',
        ])
        continue
      }
      const refusal = await refusalOf(call)
      expect(refusal.code, about).toBe(
        stranger ? 'ROOM_NOT_FOUND' : may ? 'ILLEGAL_TRANSITION' : 'FORBIDDEN',
      )
      if (may) expect(refusal.data.allowed_transitions, about).toEqual(follows[from])
      expect((await owner.rooms.get({ room_id })).status, about).toBe(from)
    }
  },
)

describe('in a closed room', () => {
  test.each(['completed', 'cancelled'] as const)('that is %s nothing changes', async (status) => {
    await put('active')
    const types = await owner.documentTypes.list()
    const document_type = types.find((type) => type.category === 'operations')?.code
    const made = await owner.documents.upload({ room_id, document_type, file: smallPdf() })
    const document = { room_id, document_id: made.id }
    const [party] = await owner.parties.list({ room_id })
    const party_id = party?.id ?? ''
    const approvals = await owner.approvals.list({ room_id })
    const approval =
      approvals.find((one) => one.party_id === party_id) ??
      (await owner.approvals.create({ room_id, party_id }))
    const [vessel] = await owner.roomVessels.list({ room_id })
    const vessel_id = vessel?.id ?? ''
    await put(status)
    const before = await owner.rooms.get({ room_id })
    const calls = {
      update: () => owner.rooms.update({ room_id, title: 'Late' }),
      'add party': () =>
        owner.parties.add({ room_id, role: 'viewer', name: 'L', email: 'late@steps.example' }),
      'change party': () => owner.parties.update({ room_id, party_id, name: 'Late' }),
      'remove party': () => owner.parties.remove({ room_id, party_id }),
      'add vessel': () =>
        owner.roomVessels.add({
          room_id,
          imo: '9811000',
          role: 'daughter',
          name: 'Late',
          vessel_type: 'Tanker',
          flag: 'NO',
        }),
      'change vessel': () => owner.roomVessels.update({ room_id, vessel_id, flag: 'MT' }),
      'remove vessel': () => owner.roomVessels.remove({ room_id, vessel_id }),
      upload: () => owner.documents.upload({ room_id, document_type, file: smallPdf() }),
      'change document': () => owner.documents.update({ ...document, notes: 'late' }),
      approve: () => owner.documents.approve(document),
      reject: () => owner.documents.reject({ ...document, note: 'late' }),
      'delete document': () => owner.documents.delete(document),
      ask: () => owner.approvals.create({ room_id, party_id, vessel_id }),
      decide: () =>
        owner.approvals.update({ room_id, approval_id: approval.id, status: 'approved' }),
      revoke: () => owner.approvals.revoke({ room_id, approval_id: approval.id }),
      'delete approval': () => owner.approvals.delete({ room_id, approval_id: approval.id }),
      message: () => owner.messages.create({ room_id, body: 'late' }),
    }
    for (const [name, call] of Object.entries(calls)) {
      expect(await refusalOf(call()), name).toMatchObject({ code: 'ROOM_CLOSED', status: 409 })
    }
    expect(await owner.rooms.get({ room_id })).toEqual(before)
  })
})

describe('an approval', () => {
  /** What an act makes of each state; null: refused. */
  const table: Record<
    ApprovalStatus,
    Record<'approve' | 'reject' | 'revoke', ApprovalStatus | null>
  > = {
    pending: { approve: 'approved', reject: 'rejected', revoke: null },
    approved: { approve: 'approved', reject: 'rejected', revoke: 'pending' },
    rejected: { approve: 'approved', reject: 'rejected', revoke: 'pending' },
  }
  const cells = approvalStatuses.flatMap((from) =>
    (['approve', 'reject', 'revoke'] as const).map((act) => ({ from, act, to: table[from][act] })),
  )

  test.each(cells)('that is $from becomes $to by $act', async ({ from, act, to }) => {
    await put('active')
    const party = await owner.parties.add({
      room_id,
      role: 'charterer',
      name: 'Signing',
      email: `${from}-${act}@steps.example`,
    })
    const { id: approval_id } = await owner.approvals.create({ room_id, party_id: party.id })
    const decide = (status: 'approved' | 'rejected') =>
      owner.approvals.update({ room_id, approval_id, status, comment: 'As agreed' })
    if (from !== 'pending') await decide(from)
    const call =
      act === 'revoke'
        ? owner.approvals.revoke({ room_id, approval_id })
        : decide(act === 'approve' ? 'approved' : 'rejected')
    if (to === null) {
      expect(await refusalOf(call)).toMatchObject({ code: 'CONFLICT' })
    } else {
      const pending = to === 'pending'
      expect(await call).toMatchObject({
        status: to,
        comment: pending ? null : 'As agreed',
        decided_at: pending ? null : expect.any(String),
      })
    }
    await owner.approvals.delete({ room_id, approval_id })
    expect((await owner.approvals.list({ room_id })).some((one) => one.id === approval_id)).toBe(
      false,
    )
  })
})

describe('the parties of a room', () => {
  test('always have an owner, and nobody takes or changes their own place', async () => {
    const { id } = await owner.rooms.create({
      title: 'Owners',
      location: 'Box',
      eta: '2026-12-01T00:00:00Z',
      organization_id: (await owner.rooms.get({ room_id })).organization_id,
      parties: [
        { role: 'owner', name: 'Only', email: 'only@steps.example' },
        { role: 'broker', name: 'Broker', email: 'broker@steps.example' },
      ],
    })
    const there = await owner.parties.list({ room_id: id })
    const idOf = (role: PartyRole) => there.find((party) => party.role === role)?.id ?? ''
    const one = { room_id: id, party_id: idOf('owner') }
    const self = { room_id: id, party_id: idOf('broker') }
    const asBroker = createLocalClient(world.workspace.router, actorOf('viewer', 'broker'), 'rest')
    const refused = [
      ['the last owner cannot go', () => owner.parties.remove(one), 'last owner'],
      [
        'nor be something else',
        () => owner.parties.update({ ...one, role: 'viewer' }),
        'last owner',
      ],
      [
        'nobody goes by themselves',
        () => asBroker.parties.remove(self),
        'Nobody removes themselves',
      ],
      [
        'nobody raises themselves',
        () => asBroker.parties.update({ ...self, role: 'owner' }),
        'Nobody changes their own role',
      ],
    ] as const
    for (const [name, call, sentence] of refused) {
      expect(await refusalOf(call()), name).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining(sentence),
      })
    }
    expect(
      await refusalOf(
        owner.parties.add({ room_id: id, role: 'viewer', name: 'T', email: 'ONLY@steps.example' }),
      ),
    ).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('in this room already') })
    await owner.parties.update({ ...one, name: 'Still the owner' })
    await owner.parties.update({ ...self, role: 'owner' })
    expect(await owner.parties.update({ ...one, role: 'viewer' })).toMatchObject({ role: 'viewer' })
  })
})
