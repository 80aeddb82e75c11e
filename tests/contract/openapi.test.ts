import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { proceduresOf } from '../../src-main/rpc/declared.ts'
import { contract } from '../../src-shared/contract/index.ts'
import { openServer, type TestServer } from '../fixtures/server.ts'

const descriptionSchema = z.looseObject({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        summary: z.string().optional(),
        parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).optional(),
        responses: z.record(z.string(), z.unknown()),
      }),
    ),
  ),
})
let server: TestServer
beforeAll(async () => {
  server = await openServer({ runTasks: false })
})
afterAll(() => server[Symbol.asyncDispose]())

const describe = async () =>
  (await server.anonymous('GET', '/api/openapi.json')).as(descriptionSchema)

test('the description is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  const result = await validator.validate(await describe())
  expect(result.errors ?? []).toEqual([])
  expect(result.valid).toBe(true)
  expect(validator.version).toBe('3.1')
})

test('every procedure is in it, with its words, its parameters, and its success', async () => {
  const { paths } = await describe()
  const procedures = proceduresOf(contract)
  for (const [name, procedure] of procedures) {
    const { method = 'POST', path = '', summary, successStatus = 200 } = procedure['~orpc'].route
    const operation = paths[path]?.[method.toLowerCase()]
    expect(operation, `${name}: ${method} ${path}`).toBeDefined()
    expect(operation?.summary).toBe(summary)
    expect(Object.keys(operation?.responses ?? {}), name).toContain(String(successStatus))
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, field]) => field)
    const described = operation?.parameters
      ?.filter((one) => one.in === 'path')
      .map((one) => one.name)
    expect(described ?? [], name).toEqual(inPath)
  }
  const operations = Object.values(paths).flatMap((one) => Object.keys(one))
  expect(operations).toHaveLength(procedures.length)
})

test('downloads are described as files, uploads as forms, and lists with their total', async () => {
  const text = JSON.stringify((await describe()).paths)
  const { paths } = await describe()
  const download = paths['/api/v1/rooms/{room_id}/snapshots/{snapshot_id}/download']?.['get']
  expect(JSON.stringify(download?.responses['200'])).toContain('"format":"binary"')
  expect(JSON.stringify(paths['/api/v1/rooms/{room_id}/documents']?.['post'])).toContain(
    'multipart/form-data',
  )
  expect(JSON.stringify(paths['/api/v1/rooms']?.['get']?.responses).toLowerCase()).toContain(
    'x-total-count',
  )
  expect(text).not.toMatch(/\/(tmp|home|work)\//)
})

test('the page for people needs no script and nothing from elsewhere', async () => {
  const page = await server.anonymous('GET', '/api/docs')
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
  const html = await page.text()
  expect(html).not.toMatch(/<script|<iframe|<link|<img|\son\w+=|javascript:/i)
  const addresses = [...html.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(
    ([, address]) => address,
  )
  expect(addresses.length).toBeGreaterThan(0)
  expect(addresses.filter((address) => !address?.startsWith('/'))).toEqual([])
  for (const path of Object.keys((await describe()).paths)) expect(html).toContain(path)
})
