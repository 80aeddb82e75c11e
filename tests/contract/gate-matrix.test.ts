import { afterAll, beforeAll, expect, test } from 'vitest'
import matrix from '../../resources/permission-matrix.json' with { type: 'json' }
import type { Actor } from '../../src-main/features/audit/index.ts'
import { declarations } from '../../src-main/rpc/declared.ts'
import { createLocalClient } from '../../src-main/rpc/local-client.ts'
import { consoleRoles, partyRoles } from '../../src-shared/contract/enums.ts'
import { contract } from '../../src-shared/contract/index.ts'
import { permissions } from '../../src-shared/contract/permissions.ts'
import type { ProcedureMeta } from '../../src-shared/contract/procedure.ts'
import { procedureOf, refusalOf } from '../fixtures/procedures.ts'
import { entriesAfter, lastSeq } from '../fixtures/trail.ts'
import { openWorld, type World } from '../fixtures/world.ts'

type ConsoleRole = (typeof consoleRoles)[number]
type PartyRole = (typeof partyRoles)[number]

/** What the matrix file says by itself, with none of the program's code. */
const rows = new Map(matrix.permissions.map((row) => [row.permission, row]))
const grants = (permission: string, console: ConsoleRole, party: PartyRole | null): boolean => {
  const row = rows.get(permission)
  if (row === undefined) return false
  return (
    row.console.includes(console) ||
    (row.room_scoped && party !== null && row.party.includes(party))
  )
}

interface Expected {
  allowed: boolean
  code?: string
  level?: number
}

function expected(meta: ProcedureMeta, console: ConsoleRole, party: PartyRole | null): Expected {
  const stranger = party === null && !grants('rooms.view_all', console, null)
  if (meta.room === 'room_id' && stranger)
    return { allowed: false, code: 'ROOM_NOT_FOUND', level: 2 }
  if (meta.room === 'task_id' && stranger) return { allowed: false, code: 'NOT_FOUND', level: 2 }
  if (typeof meta.permission !== 'string') return { allowed: true }
  const room = typeof meta.room === 'string' ? party : null
  if (meta.room === 'task_id' && meta.own?.includes('party') === true && room !== null) {
    return { allowed: true }
  }
  // A list of what is one's own is for everybody; it is the list that is narrowed.
  if (typeof meta.room !== 'string' && meta.own?.includes('creator') === true) {
    return { allowed: true }
  }
  return grants(meta.permission, console, room)
    ? { allowed: true }
    : { allowed: false, code: 'FORBIDDEN', level: 3 }
}

const actorOf = (console: ConsoleRole, party: PartyRole | null): Actor => ({
  account_id: `account-of-${console}`,
  email: `${party ?? 'stranger'}@gate.example`,
  name: 'Somebody',
  console_role: console,
  organization_id: null,
  session_id: null,
  token_permissions: null,
})

/** A room with one party of each role, and a task of somebody else in it. */
async function stage(world: World): Promise<{ room_id: string; task_id: string }> {
  const owner = await world.owner()
  const [organization] = (await owner.organizations.list({ limit: 1 })).body
  if (organization === undefined) throw new Error('The sample has no organization.')
  const room = await owner.rooms.create({
    title: 'Gate',
    location: 'Anchorage',
    eta: '2026-12-01T00:00:00Z',
    organization_id: organization.id,
    parties: partyRoles.map((role) => ({ role, name: role, email: `${role}@gate.example` })),
  })
  const snapshot = await owner.snapshots.create({ room_id: room.id })
  return { room_id: room.id, task_id: snapshot.task_id }
}

/** One world for the whole walk: no handler runs in it, so no case can touch another. */
let world: World
let place: { room_id: string; task_id: string }
beforeAll(async () => {
  world = await openWorld({ runTasks: false })
  place = await stage(world)
  // A thousand denials are a thousand entries; whether each survives a power cut is tested elsewhere.
  world.workspace.db.exec('pragma synchronous = off')
})
afterAll(() => world[Symbol.asyncDispose]())

const cases = [...declarations(contract)].map(([name, meta]) => ({ name, meta }))

test.each(cases)(
  'the gate decides $name as the matrix file says, for every pair of roles',
  async ({ name, meta }) => {
    const before = await lastSeq(world)
    const denials: unknown[] = []
    for (const console of consoleRoles) {
      for (const party of [...partyRoles, null]) {
        const client = createLocalClient(world.workspace.router, actorOf(console, party), 'rest')
        const field = typeof meta.room === 'string' ? { [meta.room]: place[meta.room] } : {}
        // The unknown field is refused by level 4, which only those reach whom the gate lets through:
        // so no handler runs, whoever asks.
        const refusal = await refusalOf(
          procedureOf(client, name)({ ...field, no_such_field: true }),
        )
        const wanted = expected(meta, console, party)
        const got = {
          allowed: refusal.code === 'BAD_REQUEST' && refusal.data.level === undefined,
          ...(refusal.data.level === undefined
            ? {}
            : { code: refusal.code, level: refusal.data.level }),
        }
        expect(got, `${name} as ${console} / ${party ?? 'no party'}`).toEqual(wanted)
        if (!wanted.allowed) {
          denials.push({
            action: 'access.denied',
            outcome: 'denied',
            resource_id: name,
            actor_email: `${party ?? 'stranger'}@gate.example`,
            level: wanted.level,
            code: wanted.code,
          })
        }
        if (wanted.level === 3) {
          const row = typeof meta.permission === 'string' ? rows.get(meta.permission) : undefined
          const inRoom = typeof meta.room === 'string'
          expect(refusal.data).toMatchObject({
            permission: meta.permission,
            roles: { console, party: inRoom ? party : null },
            would_be_granted_to: [
              ...(row?.console ?? []).map((role) => `console:${role}`),
              ...(row?.room_scoped === true ? row.party : []).map((role) => `party:${role}`),
            ],
          })
        }
      }
    }
    const left = (await entriesAfter(world, before)).map((entry) => ({
      action: entry.action,
      outcome: entry.outcome,
      resource_id: entry.resource_id,
      actor_email: entry.actor_email,
      level: entry.detail['level'],
      code: entry.detail['code'],
    }))
    expect(left).toEqual(denials)
  },
)

test('the matrix file and the contract name the same permissions, roles, and no other', () => {
  expect([...rows.keys()].sort()).toEqual([...permissions].sort())
  for (const row of matrix.permissions) {
    expect(row.console.filter((role) => !consoleRoles.some((one) => one === role))).toEqual([])
    expect(row.party.filter((role) => !partyRoles.some((one) => one === role))).toEqual([])
  }
})

test('a matrix that grants something to a party role alone is used in that room only', async () => {
  const { room_id } = place
  const elsewhere = (await (await world.owner()).rooms.list({ limit: 1, sort: 'code' })).body[0]
  const broker = createLocalClient(world.workspace.router, actorOf('viewer', 'broker'), 'rest')
  await expect(broker.rooms.get({ room_id })).resolves.toMatchObject({ id: room_id })
  expect(elsewhere?.id).not.toBe(room_id)
  expect(await refusalOf(broker.rooms.get({ room_id: elsewhere?.id ?? '' }))).toMatchObject({
    code: 'ROOM_NOT_FOUND',
    data: { level: 2 },
  })
})
