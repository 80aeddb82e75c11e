import { expect, test } from 'vitest'
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
])('policy rules in %s are kept as they are until policies exist', async (_, value) => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const report = await owner.imports.run({
    file: json(value),
    kind: 'policy_rules',
    dry_run: false,
  })
  expect(report.tables).toEqual({ policy_rules: { read: 1, taken: 1, changed: 0, refused: 0 } })
  const kept = await world.workspace.db.kysely
    .selectFrom('imported_policy_rules')
    .selectAll()
    .execute()
  expect(kept).toMatchObject([
    {
      name: rule.name,
      priority: 10,
      auto_snapshot: 1,
      policies: JSON.stringify(rule.policies),
      retention: JSON.stringify(rule.retention),
    },
  ])
  const again = await owner.imports.run({ file: json(value), kind: 'policy_rules', dry_run: false })
  expect(again.tables['policy_rules']).toEqual({ read: 1, taken: 0, changed: 0, refused: 1 })
})

test('each rule that is no rule is refused by itself', async () => {
  await using world = await openWorld({ runTasks: false })
  const rules = [
    rule,
    { ...rule },
    { name: '' },
    7,
    { ...rule, name: 'Extra', colour: 'red' },
    { ...rule, name: 'Odd', policies: ['now and then'] },
  ]
  const report = await (await world.owner()).imports.run({
    file: json(rules),
    kind: 'policy_rules',
  })
  expect(report.tables['policy_rules']).toEqual({ read: 6, taken: 2, changed: 1, refused: 3 })
  expect(report.issues.map(({ row, code }) => [row, code])).toEqual([
    [rule.name, 'DUPLICATE_NAME'],
    ['#3', 'BAD_RULE'],
    ['#4', 'BAD_RULE'],
    ['Extra', 'FIELDS_NOT_TAKEN'],
    ['Odd', 'UNKNOWN_POLICY'],
  ])
})

test('exclusions are read by the names of their columns, and each line is accounted for', async () => {
  await using world = await openWorld({ runTasks: false })
  const text =
    '\ufeffvolume_id,volume_name,exclusion_reason,expires_at\r\n' +
    'v1,"Room, one",Arrested,2027-01-01\r\nv1,Again,x,\r\nv2,,,\r\n,,nothing,\r\nv3,c,r,someday\r\nv4,d,r,,extra\r\n'
  const owner = await world.owner()
  const report = await owner.imports.run({
    file: csv(text),
    kind: 'exclusions_csv',
    dry_run: false,
  })
  expect(report.tables['exclusions']).toEqual({ read: 6, taken: 1, changed: 3, refused: 2 })
  expect(report.issues.map(({ row, code }) => [row, code])).toEqual([
    ['#2', 'DUPLICATE'],
    ['#3', 'EMPTY'],
    ['#4', 'EMPTY'],
    ['#5', 'BAD_TIME'],
    ['#6', 'CELLS_NOT_TAKEN'],
  ])
  const kept = await world.workspace.db.kysely
    .selectFrom('imported_exclusions')
    .selectAll()
    .orderBy('target')
    .execute()
  expect(kept[0]).toMatchObject({
    scope: 'room',
    target: 'v1',
    target_name: 'Room, one',
    reason: 'Arrested',
    expires_at: '2027-01-01T00:00:00.000Z',
  })
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
