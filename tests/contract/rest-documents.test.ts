import { readdirSync, readlinkSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { documentSchema } from '../../src-shared/contract/documents.ts'
import { documentTypeSchema } from '../../src-shared/contract/registry.ts'
import { openRoom, signedIn, smallPdf } from '../fixtures/mutations.ts'
import { type Caller, openServer, type TestServer } from '../fixtures/server.ts'

const document = z.strictObject(documentSchema.shape)
const megabyte = 1024 * 1024
let server: TestServer
let owner: Caller
let base: string
let types: { id: string; code: string }[]
beforeAll(async () => {
  server = await openServer({ runTasks: false })
  owner = await server.owner()
  const { room_id } = await openRoom(await signedIn(server.world))
  base = `/api/v1/rooms/${room_id}/documents`
  types = (
    await (await owner('GET', '/api/v1/document-types')).as(z.array(documentTypeSchema))
  ).filter((type) => type.category === 'operations')
})
afterAll(() => server[Symbol.asyncDispose]())

const upload = (file: File | undefined, fields: Record<string, string>) => {
  const form = new FormData()
  if (file !== undefined) form.set('file', file)
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return owner('POST', base, { body: form })
}
const uploaded = async (index: number) => {
  const answer = await upload(smallPdf('paper.pdf', `${index}`), {
    type_id: types[index]?.id ?? '',
  })
  expect(answer.status).toBe(201)
  return answer.as(document)
}

test('a PDF is taken by type_id or by code, is under review, and comes back byte for byte', async () => {
  const file = smallPdf('../../Прокурора «№1»\u202e.pdf', 'whole')
  const answer = await upload(file, {
    document_type: types[0]?.code ?? '',
    expires_on: '2027-01-31',
    notes: 'Signed & <stamped>',
  })
  expect(answer.status).toBe(201)
  const made = await answer.as(document)
  expect(made).toMatchObject({
    type_code: types[0]?.code,
    status: 'under_review',
    expires_on: '2027-01-31',
    notes: 'Signed & <stamped>',
    uploaded_by: 'owner@example.org',
    versions: [{ mime: 'application/pdf', size_bytes: file.size }],
  })
  expect(made.versions[0]?.file_name).toBe('Прокурора «№1»_.pdf')
  const got = await owner('GET', `${base}/${made.id}/download`)
  expect(got.status).toBe(200)
  expect(got.headers.get('content-type')).toBe('application/pdf')
  expect(got.headers.get('etag')).toBe(`"${made.versions[0]?.sha256}"`)
  expect(got.headers.get('content-disposition')).toMatch(
    /^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''/,
  )
  expect(await got.bytes()).toEqual(new Uint8Array(await file.arrayBuffer()))
  server.world.clock.advance(1000)
  const second = await upload(smallPdf('new.pdf', 'second'), { type_id: made.type_id })
  expect((await second.as(document)).versions.map((version) => version.file_name)).toEqual([
    'new.pdf',
    made.versions[0]?.file_name,
  ])
  const old = await owner('GET', `${base}/${made.id}/download?version_id=${made.versions[0]?.id}`)
  expect(await old.bytes()).toEqual(new Uint8Array(await file.arrayBuffer()))
})

test.each([
  [
    'a program that is called a PDF',
    new File([new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0])], 'bill.pdf', {
      type: 'application/pdf',
    }),
  ],
  [
    'a page that is called a PDF',
    new File(['<html><script>alert(1)</script></html>'], 'bill.pdf', { type: 'application/pdf' }),
  ],
  ['plain text', new File(['hello'], 'a.txt', { type: 'text/plain' })],
  [
    'a zip that is no DOCX',
    new File([new Uint8Array([0x50, 0x4b, 5, 6, ...new Uint8Array(18)])], 'a.docx'),
  ],
])('%s is 415, whatever its name says', async (_, file) => {
  const answer = await upload(file, { type_id: types[1]?.id ?? '' })
  expect(await answer.envelope()).toMatchObject({ code: 'UNSUPPORTED_FILE', status: 415 })
})

test('an empty file, no file, and a text in place of one are 400 and name the field', async () => {
  const fields = { type_id: types[1]?.id ?? '' }
  for (const answer of [
    await upload(new File([], 'empty.pdf'), fields),
    await upload(undefined, fields),
    await upload(undefined, { ...fields, file: 'not a file' }),
  ]) {
    expect((await answer.envelope()).data.issues).toMatchObject([{ path: ['file'] }])
    expect(answer.status).toBe(400)
  }
})

test.each([
  ['one byte more than 50 MB', 50 * megabyte + 1],
  ['51 MB', 51 * megabyte],
])('%s are 413', async (_, size) => {
  const bytes = new Uint8Array(size)
  bytes.set(new TextEncoder().encode('%PDF-1.4\n'))
  const answer = await upload(new File([bytes], 'big.pdf'), { type_id: types[1]?.id ?? '' })
  expect(await answer.envelope()).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', status: 413 })
})

test('50 MB are taken', async () => {
  const bytes = new Uint8Array(50 * megabyte)
  bytes.set(new TextEncoder().encode('%PDF-1.4\n'))
  const answer = await upload(new File([bytes], 'big.pdf'), { type_id: types[6]?.id ?? '' })
  expect(answer.status).toBe(201)
  expect((await answer.as(document)).versions[0]?.size_bytes).toBe(bytes.length)
})

test.each([
  ['no type', {}],
  ['an unknown code', { document_type: 'NO_SUCH' }],
  ['an unknown type', { type_id: '019a0000-0000-7000-8000-000000000000' }],
  [
    'a ship of no room',
    { document_type: 'known', vessel_id: '019a0000-0000-7000-8000-000000000000' },
  ],
  ['a day that is none', { document_type: 'known', expires_on: '2026-02-30' }],
  ['an unknown field', { document_type: 'known', colour: 'red' }],
])('an upload with %s is 400 with its issues', async (_, given: Record<string, string>) => {
  const code = types[1]?.code ?? ''
  const fields =
    'document_type' in given && given['document_type'] === 'known'
      ? { ...given, document_type: code }
      : given
  const { code: error, data } = await (await upload(smallPdf(), fields)).envelope()
  expect(error).toBe('BAD_REQUEST')
  expect(data.issues?.length).toBeGreaterThan(0)
})

test('a document is approved once; rejecting needs a note', async () => {
  const made = await uploaded(2)
  const bare = await owner('POST', `${base}/${made.id}/reject`, { json: {} })
  expect((await bare.envelope()).data.issues).toMatchObject([{ path: ['note'] }])
  for (const note of ['', '   ']) {
    expect((await owner('POST', `${base}/${made.id}/reject`, { json: { note } })).status).toBe(400)
  }
  const approved = await owner('POST', `${base}/${made.id}/approve`)
  expect(approved.status).toBe(200)
  expect(await approved.as(document)).toMatchObject({
    status: 'approved',
    resolved: true,
    reviewed_by: 'owner@example.org',
  })
  const again = await owner('POST', `${base}/${made.id}/approve`)
  expect(await again.envelope()).toMatchObject({ code: 'CONFLICT', status: 409 })
  const other = await uploaded(3)
  const rejected = await owner('POST', `${base}/${other.id}/reject`, {
    json: { note: 'Page 2 is missing' },
  })
  expect(await rejected.as(document)).toMatchObject({
    status: 'rejected',
    review_note: 'Page 2 is missing',
  })
})

test('documents are changed, listed by category and status, and deleted', async () => {
  const made = await uploaded(4)
  const changed = await owner('PATCH', `${base}/${made.id}`, {
    json: { priority: 'urgent', expires_on: null },
  })
  expect(await changed.as(document)).toMatchObject({ priority: 'urgent', expires_on: null })
  expect((await owner('PATCH', `${base}/${made.id}`, { json: {} })).status).toBe(400)
  const listed = await owner('GET', `${base}?category=operations&status=under_review`)
  const documents = await listed.as(z.array(document))
  expect(documents.map((one) => one.id)).toContain(made.id)
  expect(new Set(documents.map((one) => one.category))).toEqual(new Set(['operations']))
  expect(documents.map((one) => one.score)).toEqual(
    documents.map((one) => one.score).toSorted((a, b) => b - a),
  )
  expect((await owner('DELETE', `${base}/${made.id}`)).status).toBe(204)
  expect((await owner('GET', `${base}/${made.id}/download`)).status).toBe(404)
  expect((await owner('DELETE', `${base}/${made.id}`)).status).toBe(404)
})

test('HEAD of a large file opens no file, however often it is asked', async () => {
  const bytes = new Uint8Array(2 * megabyte)
  bytes.set(new TextEncoder().encode('%PDF-1.4\n'))
  const made = await (
    await upload(new File([bytes], 'large.pdf'), { type_id: types[5]?.id ?? '' })
  ).as(document)
  for (let time = 0; time < 5; time++) {
    const head = await owner('HEAD', `${base}/${made.id}/download`)
    expect(head.status).toBe(200)
    expect(head.headers.get('content-length')).toBe(String(bytes.length))
  }
  // Linux says which files this process, and so the server in it, has open.
  if (process.platform === 'linux') {
    expect(openFiles().filter((file) => file.includes(made.versions[0]?.sha256 ?? '?'))).toEqual([])
  }
})

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)]
    } catch {
      return []
    }
  })
}

test('a name that would be cut inside a sign is cut before it', async () => {
  server.world.clock.advance(1000)
  const name = `${'a'.repeat(179)}🚢🚢.pdf`
  const answer = await upload(smallPdf(name, 'long'), { type_id: types[3]?.id ?? '' })
  expect(answer.status).toBe(201)
  const made = await answer.as(document)
  expect(made.versions[0]?.file_name).toBe(`${'a'.repeat(179)}🚢`)
  expect((await owner('GET', `${base}/${made.id}/download`)).status).toBe(200)
})
