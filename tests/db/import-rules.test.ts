import { expect, test } from 'vitest'
import { pendingRoom } from '../fixtures/policies.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { openWorld } from '../fixtures/world.ts'

const json = (value: unknown) => new File([JSON.stringify(value)], 'rules.json')
const csv = (text: string) => new File([text], 'exclusions.csv')

const rule = {
  name: 'Tankers daily',
  priority: 10,
  match: { vm_name_prefix: 'MT' },
  policies: ['daily_5', 'monthly_1st'],
  auto_snapshot: true,
  retention: { daily_5: 5, monthly_1st: 1 },
}

test.each([
  ['a list', [rule]],
  ['an object with rules', { version: 1, rules: [rule] }],
])('policy rules in %s become policy sets for everything, and none twice', async (_, value) => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const input = { file: json(value), kind: 'policy_rules', dry_run: false } as const
  const report = await owner.imports.run(input)
  expect(report.tables).toEqual({ policy_rules: { read: 1, taken: 1, changed: 0, refused: 0 } })
  const { policy_sets } = (await owner.policySets.list({})).body
  expect(policy_sets).toMatchObject([
    {
      ...{ name: rule.name, priority: 10, scope: 'global', is_active: true, version: 1 },
      match: { title_prefix: 'MT' },
      policies: rule.policies,
      retention_map: rule.retention,
    },
  ])
  const [entry] = (await owner.audit.list({ action: 'policy_set.created' })).entries
  expect(entry).toMatchObject({ source: 'import', resource_id: policy_sets[0]?.id })
  const again = await owner.imports.run(input)
  expect(again.tables['policy_rules']).toEqual({ read: 1, taken: 0, changed: 0, refused: 1 })
})

test('each rule that is no rule is refused by itself; what has no place is said', async () => {
  await using world = await openWorld({ runTasks: false })
  const rules = [
    rule,
    { ...rule },
    { name: '' },
    7,
    { ...rule, name: 'Extra', colour: 'red' },
    { ...rule, name: 'Odd', policies: ['now and then'], retention: {} },
    { ...rule, name: 'Half', policies: ['daily_5', 'at dusk'], retention: { weekly_1: 3 } },
    { ...rule, name: 'Narrow', match: { vm_status: 'ACTIVE', vm_name_contains: 'tank' } },
    { ...rule, name: 'Asleep', auto_snapshot: false, priority: 4000 },
  ]
  const owner = await world.owner()
  const report = await owner.imports.run({
    file: json(rules),
    kind: 'policy_rules',
    dry_run: false,
  })
  expect(report.tables['policy_rules']).toEqual({ read: 9, taken: 1, changed: 4, refused: 4 })
  expect(report.issues.map(({ row, code }) => [row, code])).toEqual([
    [rule.name, 'DUPLICATE_NAME'],
    ['#3', 'BAD_RULE'],
    ['#4', 'BAD_RULE'],
    ['Extra', 'FIELDS_NOT_TAKEN'],
    ['Odd', 'UNKNOWN_POLICY'],
    ['Odd', 'NO_POLICY'],
    ['Half', 'UNKNOWN_POLICY'],
    ['Half', 'RETENTION_NOT_TAKEN'],
    ['Half', 'KEEPS_ALL'],
    ['Narrow', 'MATCH_NOT_TAKEN'],
    ['Asleep', 'BAD_NUMBER'],
    ['Asleep', 'OFF'],
  ])
  const sets = new Map(
    (await owner.policySets.list({})).body.policy_sets.map((one) => [one.name, one]),
  )
  expect([...sets.keys()].sort()).toEqual(['Asleep', 'Extra', 'Half', 'Narrow', rule.name])
  expect(sets.get('Half')).toMatchObject({ policies: ['daily_5'], retention_map: { daily_5: 0 } })
  // A rule that would now be for more rooms than it was is off until somebody looks at it.
  expect(sets.get('Narrow')).toMatchObject({
    is_active: false,
    match: { title_contains: 'tank' },
  })
  expect(sets.get('Asleep')).toMatchObject({ is_active: false, priority: 1000 })
})

test('exclusions are about what is here, and each line is accounted for', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const first = await pendingRoom(owner, 'Room, one')
  const second = await pendingRoom(owner, 'Twice')
  await pendingRoom(owner, 'Twice')
  const third = await pendingRoom(owner, 'Third')
  const text =
    '\ufeffvolume_id,volume_name,exclusion_reason,expires_at,excluded_by\r\n' +
    `${first.id},"Room, one",Arrested,2027-01-01,him@example.org\r\n` +
    `${first.code},Again,x,\r\n${second.code},,,\r\n,,nothing,\r\nv3,Third,r,someday\r\n` +
    `v4,Twice,r,\r\nv5,Nowhere,d\r\n${first.id},,Dry dock,2020-01-01,,extra\r\n`
  const input = { kind: 'exclusions_csv', dry_run: false } as const
  const report = await owner.imports.run({ ...input, file: csv(text) })
  expect(report.tables['exclusions']).toEqual({ read: 8, taken: 1, changed: 3, refused: 4 })
  expect(report.issues.map(({ row, code }) => [row, code])).toEqual([
    ['#2', 'DUPLICATE'],
    ['#3', 'EMPTY'],
    ['#4', 'EMPTY'],
    ['#5', 'BAD_TIME'],
    ['#6', 'AMBIGUOUS'],
    ['#7', 'DANGLING'],
    ['#8', 'CELLS_NOT_TAKEN'],
  ])
  const { exclusions } = (await owner.exclusions.list({ include_expired: true })).body
  expect(
    exclusions.map(({ target_id, exclusion_reason, expires_at, is_active }) => [
      ...[target_id, exclusion_reason, expires_at, is_active],
    ]),
  ).toEqual(
    expect.arrayContaining([
      [first.id, 'Arrested', '2027-01-01T00:00:00.000Z', true],
      [first.id, 'Dry dock', '2020-01-01T00:00:00.000Z', false],
      [second.id, 'No reason was recorded', null, true],
      [third.id, 'r', null, true],
    ]),
  )
  expect(exclusions).toHaveLength(4)
  expect(await owner.policies.effective({ room_id: first.id })).toMatchObject({
    verdict: 'excluded',
  })
  const entries = (await owner.audit.list({ action: 'exclusion.created', room_id: first.id }))
    .entries
  expect(entries.map(({ source }) => source)).toEqual(['import', 'import'])
  const again = await owner.imports.run({ ...input, file: csv(text) })
  expect(again.tables['exclusions']).toMatchObject({ taken: 0, changed: 0, refused: 8 })
})

test.each([
  ['policy_rules' as const, json({ a: 1 }), /no list of rules/],
  ['policy_rules' as const, csv('a,b'), /not JSON/],
  ['exclusions_csv' as const, csv('colour,size\nred,1'), /first line must name/],
])('%s: a file that is something else is refused with a sentence', async (kind, file, message) => {
  await using world = await openWorld({ runTasks: false })
  const refusal = await refusalOf((await world.owner()).imports.run({ file, kind }))
  expect(refusal).toMatchObject({ code: 'UNSUPPORTED_FILE', status: 415 })
  expect(refusal.message).toMatch(message)
})
