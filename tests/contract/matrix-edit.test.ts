import { expect, test } from 'vitest'
import { type Permission, permissions } from '../../src-shared/contract/permissions.ts'
import { settingSpecs } from '../../src-shared/contract/settings.ts'
import { corePermissions } from '../../src-shared/rules/matrix.ts'
import { ownerEmail, passwords } from '../fixtures/names.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { signIn } from '../fixtures/sign-in.ts'
import { entriesAfter, lastSeq } from '../fixtures/trail.ts'
import { openWorld } from '../fixtures/world.ts'

const admin = 'admin@meltemi-tankers.example'
const everyone = ['viewer', 'operator', 'admin', 'superadmin'] as const
type Console = (typeof everyone)[number][]
const row = (permission: Permission, console: Console, party: ['owner'] | [] = []) => ({
  permission,
  console,
  party,
})
const edit = (rows: ReturnType<typeof row>[], version = 1) => ({
  version,
  permissions: rows,
  comment: 'A trial',
})

test('an edit is a new version, in force at once for the next call of everybody, and an entry of its cells', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const theirs = await world.as(admin)
  expect((await theirs.accounts.list({})).body.length).toBeGreaterThan(1)
  const before = await lastSeq(world)
  const saved = await owner.access.updateMatrix(edit([row('accounts.list', ['superadmin'])]))
  expect(saved.version).toBe(2)
  expect((await refusalOf(theirs.accounts.list({}))).code).toBe('FORBIDDEN')
  expect((await entriesAfter(world, before))[0]).toMatchObject({
    action: 'access_matrix.updated',
    detail: {
      comment: 'A trial',
      before: { version: 1, cells: { 'accounts.list · console admin': true } },
      after: { version: 2, cells: { 'accounts.list · console admin': false } },
    },
  })
  await world.reopen()
  expect((await refusalOf((await world.as(admin)).accounts.list({}))).code).toBe('FORBIDDEN')
})

test.each(corePermissions)('no edit takes %s from superadmins', async (permission) => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const refusal = await refusalOf(owner.access.updateMatrix(edit([row(permission, [])])))
  expect(refusal).toMatchObject({ code: 'LAST_SUPERADMIN', status: 409 })
  expect((await owner.access.matrix()).version).toBe(1)
})

test('the attacks on the matrix are refused, each with its sentence, and nothing changes', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const theirs = await world.as(admin)
  const before = await owner.access.matrix()
  const attacks: [string, Promise<unknown>, string, RegExp][] = [
    [
      'an admin edits',
      theirs.access.updateMatrix(edit([row('settings.update', ['admin', 'superadmin'])])),
      'FORBIDDEN',
      /access\.edit_matrix/,
    ],
    [
      'editing is handed down',
      owner.access.updateMatrix(edit([row('access.edit_matrix', ['admin', 'superadmin'])])),
      'BAD_REQUEST',
      /stays with superadmins/,
    ],
    [
      'roles are handed down',
      owner.access.updateMatrix(edit([row('accounts.change_role', ['admin', 'superadmin'])])),
      'BAD_REQUEST',
      /stays with superadmins/,
    ],
    [
      'records are written',
      owner.access.updateMatrix(edit([row('records.write', ['superadmin'])])),
      'BAD_REQUEST',
      /nobody’s/,
    ],
    [
      'a party outside its room',
      owner.access.updateMatrix(edit([row('accounts.list', ['superadmin'], ['owner'])])),
      'BAD_REQUEST',
      /not about one room/,
    ],
    [
      'nothing changes',
      owner.access.updateMatrix(edit([row('settings.update', ['superadmin'])])),
      'BAD_REQUEST',
      /nothing would change/,
    ],
    [
      'an old version',
      owner.access.updateMatrix(edit([row('rooms.delete', ['superadmin'])], 7)),
      'CONFLICT',
      /version 1 is in force/,
    ],
    [
      'a row twice',
      owner.access.updateMatrix(edit([row('rooms.delete', []), row('rooms.delete', [])])),
      'BAD_REQUEST',
      /once/,
    ],
    [
      'a restored version that is not',
      owner.access.restoreMatrix({ restore_version: 9, version: 1, comment: 'x' }),
      'NOT_FOUND',
      /no version 9/,
    ],
  ]
  for (const [what, call, code, sentence] of attacks) {
    const refusal = await refusalOf(call)
    expect(refusal.code, what).toBe(code)
    expect(refusal.message, what).toMatch(sentence)
  }
  for (const rows of [
    [{ ...row('rooms.delete', []), permission: 'rooms.sink' }],
    [{ permission: 'rooms.delete', console: ['god'], party: [] }],
  ]) {
    const attack: unknown = edit([])
    // The input of somebody who does not use our types.
    const call = Reflect.apply(owner.access.updateMatrix, undefined, [
      Object.assign({}, attack, { permissions: rows }),
    ])
    expect((await refusalOf(call)).code).toBe('BAD_REQUEST')
  }
  expect(await owner.access.matrix()).toEqual(before)
})

test('versions say author, comment, and difference; an old one comes back as a new one', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  await owner.access.updateMatrix(edit([row('rooms.delete', ['superadmin'])]))
  await owner.access.restoreMatrix({ restore_version: 1, version: 2, comment: 'Back' })
  const { versions, total } = await owner.access.versions({})
  expect(total).toBe(3)
  const cell = { permission: 'rooms.delete', axis: 'console', role: 'admin' }
  expect(versions).toMatchObject([
    { version: 3, created_by: ownerEmail, comment: 'Back', cells: [{ ...cell, after: true }] },
    { version: 2, comment: 'A trial', cells: [{ ...cell, before: true, after: false }] },
    { version: 1, cells: [] },
  ])
  expect((await owner.access.versions({ limit: 1, offset: 1 })).versions[0]?.cells).toHaveLength(1)
})

test('who can: exactly the accounts for which explain says yes, everywhere and in a room', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const room_id = (await owner.rooms.list({ limit: 1 })).body[0]?.id ?? ''
  const everybody = (await owner.accounts.list({ limit: 500 })).body
  for (const permission of ['rooms.update', 'rooms.create', 'approvals.update', 'records.write']) {
    for (const place of [{}, { room_id }]) {
      const said: string[] = []
      for (const { email } of everybody) {
        const { allowed } = await owner.access.explain({ email, permission, ...place })
        if (allowed) said.push(email)
      }
      const { accounts, total } = await owner.access.whoCan({ permission, limit: 500, ...place })
      expect(accounts.map(({ email }) => email).sort(), permission).toEqual(said.sort())
      expect(total).toBe(said.length)
      expect(accounts.every(({ decision }) => decision.allowed)).toBe(true)
    }
  }
})

test('view as: the decisions for roles and for an account are those of explain', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const { decisions } = await owner.access.decisions({
    console_role: 'viewer',
    party_role: 'broker',
  })
  expect(decisions.map(({ permission }) => permission)).toEqual([...permissions])
  expect(decisions.find(({ permission }) => permission === 'rooms.update')).toMatchObject({
    allowed: true,
    granted_by: { axis: 'party', role: 'broker' },
  })
  const email = 'james.pryce@ashdown-pryce.example'
  for (const decision of (await owner.access.decisions({ email })).decisions) {
    const { permission } = decision
    expect(await owner.access.explain({ email, permission })).toEqual(decision)
  }
  const viewer = await signIn(world, 'tomasz.wisniewski@baltic-inspect.example', passwords.sample)
  expect((await refusalOf(viewer.access.decisions({ email }))).code).toBe('FORBIDDEN')
})

test('settings take effect at once, leave before and after, and outlive the program', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const before = await lastSeq(world)
  await owner.settings.update({ task_timeout_s: 42, workspace_name: 'Aegean desk' })
  expect((await entriesAfter(world, before))[0]?.detail).toMatchObject({
    before: { task_timeout_s: 300 },
    after: { task_timeout_s: 42, workspace_name: 'Aegean desk' },
  })
  expect((await owner.system.about()).workspace_name).toBe('Aegean desk')
  const room_id = (await owner.rooms.list({ limit: 1 })).body[0]?.id ?? ''
  const { task_id } = await owner.snapshots.create({ room_id })
  expect((await world.workspace.tasks.get(task_id))?.timeout_s).toBe(42)
  await world.reopen()
  expect(await (await world.owner()).settings.get()).toEqual({
    ...Object.fromEntries(Object.entries(settingSpecs).map(([name, spec]) => [name, spec.default])),
    workspace_name: 'Aegean desk',
    task_timeout_s: 42,
  })
  const again = await world.owner()
  for (const [part, message] of [
    [{ idle_lock_minutes: 0 }, /at least 1 minutes/],
    [{ task_timeout_s: 4000 }, /at most 3600 seconds/],
    [{ workspace_name: ' ' }, /must not be empty/],
    [{}, /at least one setting/],
  ] as const) {
    expect((await refusalOf(again.settings.update(part))).message).toMatch(message)
  }
  expect(
    (await refusalOf((await world.as(admin)).settings.update({ idle_lock_minutes: 9 }))).code,
  ).toBe('FORBIDDEN')
})
