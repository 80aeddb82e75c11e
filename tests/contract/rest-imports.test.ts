import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { importReportSchema, importSchema } from '../../src-shared/contract/imports.ts'
import { legacyFile, soundRows } from '../fixtures/legacy-database.ts'
import { type Caller, openServer, type TestServer } from '../fixtures/server.ts'

let server: TestServer
let owner: Caller
beforeAll(async () => {
  server = await openServer({ runTasks: false })
  owner = await server.owner()
})
afterAll(() => server[Symbol.asyncDispose]())

const send = (fields: Record<string, string | File>) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return owner('POST', '/api/v1/imports', { body: form })
}

test('a form with the file is a dry run unless it says dry_run=false', async () => {
  const file = legacyFile(soundRows())
  const dry = await send({ file, kind: 'sts_clearance' })
  expect(dry.status).toBe(200)
  expect(await dry.as(importReportSchema.strict())).toMatchObject({
    dry_run: true,
    tables: { rooms: { read: 1, taken: 1, changed: 0, refused: 0 } },
  })
  const said = await send({ file, kind: 'sts_clearance', dry_run: 'true' })
  expect(await said.as(importReportSchema)).toMatchObject({ dry_run: true })
  const real = await send({ file, kind: 'sts_clearance', dry_run: 'false' })
  expect(await real.as(importReportSchema)).toMatchObject({ dry_run: false })

  const list = await owner('GET', '/api/v1/imports')
  expect(list.headers.get('x-total-count')).toBe('1')
  const [kept] = await list.as(z.array(importSchema.strict()))
  expect(kept).toMatchObject({ file_name: 'sts_clearance.db', kind: 'sts_clearance' })
  const one = await owner('GET', `/api/v1/imports/${kept?.id}`)
  expect(await one.as(importSchema.extend({ report: importReportSchema }))).toMatchObject(
    kept ?? {},
  )
})

test('files of documents go along, one or many', async () => {
  for (const count of [1, 2]) {
    const form = new FormData()
    form.set('file', legacyFile(soundRows('9')))
    form.set('kind', 'sts_clearance')
    for (let n = 0; n < count; n++) form.append('files[]', new File([`${n}`], `${n}.pdf`))
    expect((await owner('POST', '/api/v1/imports', { body: form })).status).toBe(200)
  }
})

test('what is no such file is 415 with a sentence, and a wrong kind 400', async () => {
  const text = await send({ file: new File(['MZ'], 'virus.db'), kind: 'sts_clearance' })
  expect(text.status).toBe(415)
  const kind = await send({ file: new File(['[]'], 'a.json'), kind: 'everything' })
  expect(kind.status).toBe(400)
  const maybe = await send({
    file: new File(['[]'], 'a.json'),
    kind: 'policy_rules',
    dry_run: 'maybe',
  })
  expect(maybe.status).toBe(400)
})
