import { oc } from '@orpc/contract'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { declarations, proceduresOf } from '../../src-main/rpc/declared.ts'
import { contract } from '../../src-shared/contract/index.ts'
import { openWorld } from '../fixtures/world.ts'

const id = z.uuid()
const whole = {
  permission: 'rooms.view',
  room: 'room_id',
  audit: { none: 'A read that changes nothing.' },
}
const planted = (
  meta: Record<string, unknown>,
  options: { route?: boolean; input?: z.ZodType } = {},
) => {
  const { route = true, input = z.strictObject({ room_id: id }) } = options
  const one = oc.$meta<Record<string, unknown>>({}).meta(meta).input(input)
  return { rooms: { planted: route ? one.route({ method: 'GET', path: '/api/v1/planted' }) : one } }
}
const without = (name: keyof typeof whole) => {
  const { [name]: _, ...rest } = whole
  return rest
}

test('a whole declaration is taken, so the refusals below are for what is lacking', () => {
  expect([...declarations(planted(whole)).keys()]).toEqual(['rooms.planted'])
})

test.each([
  ['no meta at all', planted({}), /rooms\.planted .*permission.*room.*audit/],
  ['no permission', planted(without('permission')), /rooms\.planted .*permission/],
  ['no room scope', planted(without('room')), /rooms\.planted .*room/],
  ['no audit action', planted(without('audit')), /rooms\.planted .*audit/],
  ['no REST route', planted(whole, { route: false }), /rooms\.planted .*route/],
  [
    'a permission that does not exist',
    planted({ ...whole, permission: 'rooms.peek' }),
    /rooms\.planted .*permission/,
  ],
  [
    'an absence without its reason',
    planted({ ...whole, permission: { none: '' } }),
    /rooms\.planted .*permission/,
  ],
  [
    'an audit action that is no action',
    planted({ ...whole, audit: 'viewed' }),
    /rooms\.planted .*audit/,
  ],
  [
    'a room scope whose field the input lacks',
    planted(whole, { input: z.strictObject({}) }),
    /rooms\.planted .*room_id/,
  ],
  [
    'a permission of people who are not signed in',
    planted({ ...whole, anonymous: true }),
    /rooms\.planted /,
  ],
])('a procedure with %s keeps the program from starting, and is named', (_, contract, message) => {
  expect(() => declarations(contract)).toThrow(message)
})

test('a planted procedure in the real contract keeps the router from being made', async () => {
  await using world = await openWorld({ runTasks: false })
  vi.doMock('../../src-shared/contract/index.ts', () => ({
    contract: { ...contract, extra: planted(without('audit')) },
  }))
  vi.resetModules()
  const { createRouter } = await import('../../src-main/rpc/router.ts')
  expect(() => createRouter(world.workspace.services)).toThrow(/extra\.rooms\.planted .*audit/)
})

test('every procedure of the contract is declared, with a path of its own', () => {
  const all = proceduresOf(contract)
  expect(declarations(contract).size).toBe(all.length)
  const routes = all.map(([, one]) => {
    const { method = 'POST', path } = one['~orpc'].route
    return `${method} ${path}`
  })
  expect(new Set(routes).size).toBe(all.length)
})

test('no procedure that names a room by its path is declared as being about none', () => {
  for (const [name, one] of proceduresOf(contract)) {
    const meta = declarations(contract).get(name)
    const { path = '' } = one['~orpc'].route
    if (path.includes('{room_id}')) expect([name, meta?.room]).toEqual([name, 'room_id'])
    if (path.includes('{task_id}')) expect([name, meta?.room]).toEqual([name, 'task_id'])
  }
})

test('only what must be callable before sign-in is anonymous', () => {
  const anonymous = [...declarations(contract)].filter(([, meta]) => meta.anonymous === true)
  expect(anonymous.map(([name]) => name).sort()).toEqual([
    'auth.login',
    'system.about',
    'system.health',
  ])
})
