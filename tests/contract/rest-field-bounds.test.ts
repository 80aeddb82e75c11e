import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRoom, signedIn } from '../fixtures/mutations.ts'
import { type Caller, openServer, type TestServer } from '../fixtures/server.ts'

let server: TestServer
let owner: Caller
let places: Record<'room' | 'document', string>
beforeAll(async () => {
  server = await openServer({ runTasks: false })
  owner = await server.owner()
  const client = await signedIn(server.world)
  const { room_id } = await openRoom(client)
  const room = `/api/v1/rooms/${room_id}`
  const document = (await client.documents.list({ room_id }))[0]?.id ?? ''
  places = { room, document: `${room}/documents/${document}` }
})
afterAll(() => server[Symbol.asyncDispose]())

const long = (length: number) => 'x'.repeat(length)
const registry = '/api/v1'
const ship = { imo: '9811000', name: 'A', vessel_type: 'B', flag: 'NO' }
const paper = { code: 'X1', name: 'N', category: 'cargo', required: true, criticality: 'low' }
const party = { role: 'viewer', name: 'A', email: 'a@b.example' }

type Case = [method: string, path: () => string, json: object, field: string, sentence: RegExp]
const room =
  (tail = '') =>
  () =>
    `${places.room}${tail}`
const at = (path: string) => () => `${registry}${path}`

const cases: Case[] = [
  ['PATCH', room(), { title: '' }, 'title', /^must not be empty$/],
  ['PATCH', room(), { title: long(201) }, 'title', /^must have at most 200 characters$/],
  ['PATCH', room(), { title: 7 }, 'title', /^must be text$/],
  ['PATCH', room(), { location: ' ' }, 'location', /^must not be empty$/],
  ['PATCH', room(), { location: long(201) }, 'location', /at most 200/],
  ['PATCH', room(), { description: long(4001) }, 'description', /at most 4000/],
  ['PATCH', room(), { eta: 'soon' }, 'eta', /such as 2026-11-20T14:05:00Z$/],
  ['PATCH', room(), { cargo_quantity: 0 }, 'cargo_quantity', /^must be more than 0$/],
  [
    'PATCH',
    room(),
    { cargo_quantity: 10_000_001 },
    'cargo_quantity',
    /^must be at most 10,000,000$/,
  ],
  ['PATCH', room(), { cargo_quantity: '5' }, 'cargo_quantity', /^must be a number$/],
  ['PATCH', room(), { cargo_unit: 'gal' }, 'cargo_unit', /^must be one of bbl, mt, m3$/],
  ['PATCH', room(), { cargo_value: '1,5' }, 'cargo_value', /such as 1250000\.00$/],
  ['PATCH', room(), { currency: 'usd' }, 'currency', /such as USD$/],
  ['PATCH', room(), { tags: Array(21).fill('a') }, 'tags', /^must have at most 20 entries$/],
  ['PATCH', room(), { tags: 'a' }, 'tags', /^must be a list$/],
  ['PATCH', room(), { terminal_id: 'x' }, 'terminal_id', /^must be an id \(UUID\)$/],
  ['PATCH', room(), { colour: 'red' }, '', /^has what this call does not take: colour$/],
  ['POST', room('/parties'), { ...party, name: long(121) }, 'name', /at most 120/],
  ['POST', room('/parties'), { ...party, email: 'nobody' }, 'email', /^must be an e-mail address$/],
  [
    'POST',
    room('/parties'),
    { ...party, role: 'captain' },
    'role',
    /^must be one of owner, broker/,
  ],
  [
    'POST',
    room('/parties'),
    { name: 'A', email: 'a@b.example' },
    'role',
    /^is needed: one of owner/,
  ],
  ['POST', room('/parties'), { role: 'viewer', email: 'a@b.example' }, 'name', /^is needed$/],
  [
    'POST',
    room('/vessels'),
    { ...ship, imo: '9074728', role: 'mother' },
    'imo',
    /9 would be right/,
  ],
  ['POST', room('/vessels'), { ...ship, role: 'tug' }, 'role', /^must be one of mother, daughter/],
  [
    'POST',
    room('/vessels'),
    { ...ship, role: 'mother', draft_m: 41 },
    'draft_m',
    /^must be at most 40$/,
  ],
  [
    'POST',
    room('/vessels'),
    { ...ship, role: 'mother', built_year: 1899 },
    'built_year',
    /^must be at least 1900$/,
  ],
  [
    'POST',
    room('/vessels'),
    { ...ship, role: 'mother', mmsi: '123456789' },
    'mmsi',
    /first from 2 to 7/,
  ],
  ['POST', room('/messages'), { body: '' }, 'body', /^must not be empty$/],
  ['POST', room('/messages'), { body: long(4001) }, 'body', /at most 4000/],
  [
    'POST',
    room('/status/transition'),
    { new_status: 'gone' },
    'new_status',
    /^must be one of pending/,
  ],
  ['POST', at('/vessels'), { ...ship, imo: '907472' }, 'imo', /7 digits.*this one has 6/],
  ['POST', at('/vessels'), { ...ship, imo: '90747290' }, 'imo', /7 digits.*this one has 8/],
  ['POST', at('/vessels'), { ...ship, imo: 'ABCDEFG' }, 'imo', /digits only/],
  ['POST', at('/vessels'), { ...ship, name: '' }, 'name', /^must not be empty$/],
  ['POST', at('/terminals'), { name: 'T', unlocode: 'NLRT0' }, 'unlocode', /such as NLRTM/],
  [
    'POST',
    at('/organizations'),
    { name: 'O', kind: 'club' },
    'kind',
    /^must be one of trading_company/,
  ],
  ['POST', at('/document-types'), { ...paper, code: 'a b' }, 'code', /such as PI_COE$/],
  [
    'POST',
    at('/document-types'),
    { ...paper, expiry_warning_days: -1 },
    'expiry_warning_days',
    /at least 0/,
  ],
  [
    'POST',
    at('/document-types'),
    { ...paper, required: 'yes' },
    'required',
    /^must be true or false$/,
  ],
  [
    'POST',
    at('/rooms'),
    { title: 'T', location: 'L', eta: '2026-12-01T00:00:00Z', sts_eta: '2026-12-02T00:00:00Z' },
    'sts_eta',
    /another time than eta/,
  ],
]

test.each(cases)(
  '%s %s %j names %s and says what would be right',
  async (method, path, json, field, sentence) => {
    const answer = await owner(method, path(), { json })
    const { code, data } = await answer.envelope()
    expect([answer.status, code]).toEqual([400, 'BAD_REQUEST'])
    const issue = data.issues?.find((one) => (one.path[0] ?? '') === field)
    expect(issue?.message, JSON.stringify(data.issues)).toMatch(sentence)
  },
)

test('a rejection without a note, or with an empty one, is refused by name', async () => {
  for (const json of [{}, { note: ' ' }]) {
    const answer = await owner('POST', `${places.document}/reject`, { json })
    const { data } = await answer.envelope()
    expect([answer.status, data.issues?.[0]?.path]).toEqual([400, ['note']])
  }
})
