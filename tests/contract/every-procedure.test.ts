import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { declarations, proceduresOf } from '../../src-main/rpc/declared.ts'
import type { LocalClient } from '../../src-main/rpc/local-client.ts'
import { consoleRoles } from '../../src-shared/contract/enums.ts'
import { contract } from '../../src-shared/contract/index.ts'
import { everyMutation, signedIn } from '../fixtures/mutations.ts'
import { procedureOf, refusalOf } from '../fixtures/procedures.ts'
import { everyRead } from '../fixtures/reads.ts'
import { type Recorded, recordingClient } from '../fixtures/recorded.ts'
import { restRequest } from '../fixtures/rest-request.ts'
import { callerOf, openServer, type TestServer } from '../fixtures/server.ts'
import { entriesAfter, lastSeq } from '../fixtures/trail.ts'
import { wrongInputs } from '../fixtures/wrong-inputs.ts'

/** All but the stream of events, which has no end and a test of its own. */
const procedures = new Map(proceduresOf(contract).filter(([name]) => name !== 'system.events'))
const declared = declarations(contract)

let server: TestServer
let client: LocalClient
let record: ReturnType<typeof recordingClient>['record']
let calls: Record<string, () => Promise<unknown>>
const valid = new Map<string, Recorded>()

beforeAll(async () => {
  server = await openServer({ runTasks: false })
  const recording = recordingClient(await signedIn(server.world))
  client = recording.client
  record = recording.record
  calls = {
    ...(await everyRead(server.world, client)),
    ...(await everyMutation(server.world, client)),
  }
  for (const [name, call] of Object.entries(calls)) {
    // These are made by clients of their own, and are not recorded.
    if (name.startsWith('auth.') && name !== 'auth.me') continue
    const recorded = await record(name, call)
    if (recorded !== undefined) valid.set(name, recorded)
  }
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

test('there is a right call for every procedure of the contract', () => {
  expect(Object.keys(calls).sort()).toEqual([...procedures.keys()].sort())
})

test.each([...procedures.keys()])(
  '%s refuses what does not fit, names the field, and changes nothing',
  async (name) => {
    const schema = procedures.get(name)?.['~orpc'].inputSchema
    const meta = declared.get(name)
    if (!(schema instanceof z.ZodType)) return
    const right = z.record(z.string(), z.unknown()).parse(valid.get(name)?.input ?? {})
    const before = await lastSeq(server.world)
    for (const { what, field, input } of wrongInputs(schema, right)) {
      const about = `${name}: ${field} ${what}`
      const refusal = await refusalOf(procedureOf(client, name)(input)).catch((error: unknown) => {
        throw new Error(`${about}: ${String(error)}`)
      })
      if (field === meta?.room) {
        // Level 2 comes before level 4: what names no room is no room.
        expect([refusal.status, refusal.data.level], about).toEqual([404, 2])
        continue
      }
      expect([refusal.code, refusal.status], about).toEqual(['BAD_REQUEST', 400])
      const places = (refusal.data.issues ?? []).map((issue) => String(issue.path[0] ?? ''))
      expect(
        places.includes(field) || refusal.message.includes(field) || places.includes(''),
        `${about} → ${JSON.stringify(refusal.data.issues)}`,
      ).toBe(true)
      for (const { message } of refusal.data.issues ?? []) expect(message.length).toBeGreaterThan(3)
    }
    const left = await entriesAfter(server.world, before)
    expect(left.filter((entry) => entry.outcome !== 'denied')).toEqual([])
  },
)

test.each([...procedures.keys()])(
  '%s over REST denies each console role that the matrix does not name',
  async (name) => {
    const meta = declared.get(name)
    const recorded = valid.get(name)
    if (typeof meta?.permission !== 'string' || meta.own !== undefined || recorded === undefined)
      return
    const matrix = await client.access.matrix()
    const granted =
      matrix.permissions.find((row) => row.permission === meta.permission)?.console ?? []
    const request = restRequest(procedures.get(name), recorded.input)
    for (const role of consoleRoles) {
      const email = await strangerWith(role)
      if (granted.includes(role) || email === undefined) continue
      const caller = callerOf(server.origin, await server.token(email))
      const answer = await caller(request.method, request.path, request.options)
      const { code, data } = await answer.envelope()
      const seesAll = matrix.permissions.find((row) => row.permission === 'rooms.view_all')?.console
      // A walk or an export of the trail is in no room: who may not make one is told of none.
      const ofTheTrail = meta.room === 'task_id' && name.startsWith('audit.')
      const isStranger =
        ofTheTrail || (typeof meta.room === 'string' && seesAll?.includes(role) !== true)
      expect([answer.status, data.level], `${name} as ${role}: ${code}`).toEqual(
        isStranger ? [404, 2] : [403, 3],
      )
    }
  },
)

test('every procedure answers its right call over REST with the status that it declares', async () => {
  for (const name of valid.keys()) {
    // Recorded anew: some inputs carry a version that the call before made old.
    const fresh = await record(name, calls[name] ?? Promise.resolve)
    const declaration = procedures.get(name)
    const request = restRequest(declaration, fresh?.input)
    const caller = await server.owner()
    const answer = await caller(request.method, request.path, request.options)
    const wanted = declaration?.['~orpc'].route.successStatus ?? 200
    expect(answer.status, `${name}: ${answer.status === wanted ? '' : await answer.text()}`).toBe(
      wanted,
    )
    if (declaration?.['~orpc'].route.outputStructure === 'detailed' && /list/.test(name)) {
      expect(answer.headers.get('x-total-count'), name).toMatch(/^\d+$/)
    }
  }
})

/** Somebody of the sample world with this console role, who is a party in no room of the test. */
async function strangerWith(role: (typeof consoleRoles)[number]): Promise<string | undefined> {
  const row = await server.world.workspace.db.kysely
    .selectFrom('accounts')
    .select('email')
    .where('console_role', '=', role)
    .where('is_active', '=', 1)
    .orderBy('email')
    .limit(1)
    .executeTakeFirst()
  return row?.email
}
