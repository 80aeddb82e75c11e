import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import {
  approvalSchema,
  messageSchema,
  partySchema,
  roomVesselSchema,
} from '../../src-shared/contract/rooms.ts'
import { openRoom, signedIn } from '../fixtures/mutations.ts'
import { type Caller, openServer, type TestServer } from '../fixtures/server.ts'

const party = z.strictObject(partySchema.shape)
const vessel = z.strictObject(roomVesselSchema.shape)
const approval = z.strictObject(approvalSchema.shape)
const message = z.strictObject(messageSchema.shape)
const madeUp = '019a0000-0000-7000-8000-000000000000'
let server: TestServer
let owner: Caller
let base: string
let ship: string
beforeAll(async () => {
  server = await openServer({ runTasks: false })
  owner = await server.owner()
  const { room_id, vessel_id } = await openRoom(await signedIn(server.world))
  base = `/api/v1/rooms/${room_id}`
  ship = vessel_id
})
afterAll(() => server[Symbol.asyncDispose]())

test('parties come and go; the same e-mail is taken once, in whatever case', async () => {
  const json = { role: 'broker', name: 'Bo Broker', email: 'Bo@Brokers.example', organization: 'B' }
  const added = await owner('POST', `${base}/parties`, { json })
  expect(added.status).toBe(201)
  const made = await added.as(party)
  expect(made).toMatchObject({ role: 'broker', email: 'bo@brokers.example', organization: 'B' })
  const twice = await owner('POST', `${base}/parties`, {
    json: { ...json, email: 'BO@brokers.example' },
  })
  expect(await twice.envelope()).toMatchObject({ code: 'CONFLICT', status: 409 })
  const listed = await (await owner('GET', `${base}/parties`)).as(z.array(party))
  expect(listed.filter((one) => one.email === 'bo@brokers.example')).toEqual([made])
  const removed = await owner('DELETE', `${base}/parties/${made.id}`)
  expect(removed.status).toBe(204)
  expect(await removed.text()).toBe('')
  expect((await owner('DELETE', `${base}/parties/${made.id}`)).status).toBe(404)
  expect((await owner('DELETE', `${base}/parties/${madeUp}`)).status).toBe(404)
})

test('the last owner of a room stays, and nobody removes themselves', async () => {
  const parties = await (await owner('GET', `${base}/parties`)).as(z.array(party))
  const [first, second] = parties.filter((one) => one.role === 'owner')
  expect((await owner('DELETE', `${base}/parties/${first?.id}`)).status).toBe(204)
  const last = await owner('DELETE', `${base}/parties/${second?.id}`)
  expect(await last.envelope()).toMatchObject({ code: 'CONFLICT', status: 409 })
  const self = await owner('POST', `${base}/parties`, {
    json: { role: 'viewer', name: 'Olga', email: 'owner@example.org' },
  })
  const { id } = await self.as(party)
  expect((await owner('DELETE', `${base}/parties/${id}`)).status).toBe(409)
})

test('vessels are added by IMO number, changed, and taken out', async () => {
  const json = {
    imo: 'IMO 9176187',
    role: 'daughter',
    name: 'D',
    vessel_type: 'Tanker',
    flag: 'GR',
  }
  const added = await owner('POST', `${base}/vessels`, { json })
  expect(added.status).toBe(201)
  const made = await added.as(vessel)
  expect(made).toMatchObject({
    imo: '9176187',
    role: 'daughter',
    is_lead: false,
    imo_verified: true,
  })
  expect((await owner('POST', `${base}/vessels`, { json })).status).toBe(409)
  const changed = await owner('PATCH', `${base}/vessels/${made.id}`, { json: { beam_m: 32.2 } })
  expect(await changed.as(vessel)).toMatchObject({ beam_m: 32.2, name: 'D' })
  expect((await owner('PATCH', `${base}/vessels/${made.id}`, { json: {} })).status).toBe(400)
  const listed = await (await owner('GET', `${base}/vessels`)).as(z.array(vessel))
  expect(listed.map((one) => [one.id, one.is_lead])).toEqual([
    [ship, true],
    [made.id, false],
  ])
  expect((await owner('DELETE', `${base}/vessels/${made.id}`)).status).toBe(204)
})

test.each([
  ['a wrong check digit', '9074728'],
  ['six digits', '907472'],
  ['letters', 'ABCDEFG'],
])('an IMO number with %s is refused, naming the field', async (_, imo) => {
  const answer = await owner('POST', `${base}/vessels`, {
    json: { imo, role: 'supply', name: 'S', vessel_type: 'Tug', flag: 'GR' },
  })
  expect(answer.status).toBe(400)
  expect((await answer.envelope()).data.issues).toMatchObject([{ path: ['imo'] }])
})

test('an approval is asked for once and decided', async () => {
  const [one] = await (await owner('GET', `${base}/parties`)).as(z.array(party))
  const json = { party_id: one?.id, vessel_id: ship }
  const asked = await owner('POST', `${base}/approvals`, { json })
  expect(asked.status).toBe(201)
  const made = await asked.as(approval)
  expect(made).toMatchObject({ status: 'pending', party_name: one?.name, vessel_id: ship })
  expect((await owner('POST', `${base}/approvals`, { json })).status).toBe(409)
  const decided = await owner('PUT', `${base}/approvals/${made.id}`, {
    json: { status: 'rejected', comment: 'Hose test is old' },
  })
  expect(decided.status).toBe(200)
  expect(await decided.as(approval)).toMatchObject({
    status: 'rejected',
    comment: 'Hose test is old',
    decided_at: '2026-11-20T12:00:00.000Z',
  })
  const listed = await owner('GET', `${base}/approvals`)
  expect(await listed.as(z.array(approval))).toHaveLength(1)
  const back = await owner('PUT', `${base}/approvals/${made.id}`, { json: { status: 'pending' } })
  expect(back.status).toBe(400)
  const other = await owner('PUT', `${base}/approvals/${madeUp}`, { json: { status: 'approved' } })
  expect(other.status).toBe(404)
  const nobody = await owner('POST', `${base}/approvals`, { json: { party_id: madeUp } })
  expect((await nobody.envelope()).data.issues).toMatchObject([{ path: ['party_id'] }])
})

test('messages are written and listed newest first, with their total', async () => {
  for (const body of ['First', 'Second', 'Third']) {
    server.world.clock.advance(1000)
    const written = await owner('POST', `${base}/messages`, { json: { body } })
    expect(written.status).toBe(201)
    expect(await written.as(message)).toMatchObject({ body, sender_email: 'owner@example.org' })
  }
  const listed = await owner('GET', `${base}/messages?limit=2`)
  expect((await listed.as(z.array(message))).map((one) => one.body)).toEqual(['Third', 'Second'])
  expect(listed.headers.get('x-total-count')).toBe('3')
  const rest = await owner('GET', `${base}/messages?limit=2&offset=2`)
  expect((await rest.as(z.array(message))).map((one) => one.body)).toEqual(['First'])
  expect((await owner('POST', `${base}/messages`, { json: { body: '   ' } })).status).toBe(400)
})
