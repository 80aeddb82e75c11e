import { z } from 'zod'
import { type Cadence, policyMatchSchema } from '../../../src-shared/contract/cadences.ts'
import { type PolicySetBody, policySetOptions } from '../../../src-shared/contract/policy-sets.ts'
import { fromLegacy, legacySchedule } from '../../../src-shared/rules/legacy-policies.ts'
import type { Clock } from '../../platform/clock/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'
import { columnsOf } from '../policies/index.ts'
import { cleanText } from './cells.ts'
import type { Reporter, RowNotes } from './report.ts'
import type { Sink } from './sink.ts'

const table = 'policy_rules'

const ruleSchema = z.looseObject({
  name: z.string().transform(cleanText).pipe(z.string().min(1).max(200)),
  priority: z.coerce.number().int().min(-1_000_000).max(1_000_000).default(0),
  match: z.record(z.string(), z.unknown()).nullish(),
  policies: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
  auto_snapshot: z.boolean().default(true),
  retention: z.record(z.string(), z.coerce.number().int().min(0)).nullish(),
})
/** Narrower or wider than a rule that says nothing of it: what cannot be read leaves the set off. */
const matchNames: Record<string, string> = {
  vm_name_prefix: 'title_prefix',
  volume_name_prefix: 'title_prefix',
  name_prefix: 'title_prefix',
  vm_name_contains: 'title_contains',
  volume_name_contains: 'title_contains',
  name_contains: 'title_contains',
}
const lastCount = 100_000
const fields = ['name', 'priority', 'match', 'policies', 'auto_snapshot', 'retention']

/**
 * Rules of predecessor B: a list, or an object that has it under `rules`, `policies`,
 * `policy_rules`, or `policy_sets`. Each becomes a policy set for everything; one whose match has no
 * place here, or that took nothing by itself, is off until somebody looks at it.
 * @param names of the policy sets for everything, in lower case
 * @throws UNSUPPORTED_FILE for what is no such list
 */
export async function importPolicyRules(
  text: string,
  run: {
    importId: string
    names: Set<string>
    report: Reporter
    sink: Sink
    ids: Ids
    clock: Clock
    /** E-mail of the importer: the author of the sets. */
    importer: string
    onRow: () => void
  },
): Promise<void> {
  const rules = listIn(text)
  run.report.table(table)
  const inFile = new Set<string>()
  let position = 0
  for (const rule of rules) {
    position++
    run.onRow()
    const parsed = ruleSchema.safeParse(rule)
    const notes = run.report.row(table, parsed.success ? parsed.data.name : `#${position}`)
    if (!parsed.success) {
      const [first] = parsed.error.issues
      notes.refused(
        'BAD_RULE',
        `${first?.path.join('.') || 'The rule'}: ${first?.message ?? 'is of another form'}.`,
      )
      continue
    }
    const { name, priority, match, policies, auto_snapshot, retention } = parsed.data
    if (run.names.has(name.toLowerCase())) {
      notes.refused('ALREADY_IMPORTED', 'A policy set of this name is there already.')
      continue
    }
    if (inFile.has(name.toLowerCase())) {
      notes.refused('DUPLICATE_NAME', 'Another rule of the file has the same name.')
      continue
    }
    inFile.add(name.toLowerCase())
    const cadences = cadencesOf(policies, retention ?? {}, notes)
    if (cadences.length === 0) {
      notes.refused('NO_POLICY', 'The rule names no cadence that is known.')
      continue
    }
    const left = Object.keys(parsed.data).filter((field) => !fields.includes(field))
    if (left.length > 0)
      notes.changed(
        'FIELDS_NOT_TAKEN',
        `There is no place here for ${left.join(', ').slice(0, 200)}.`,
      )
    const inRange = Math.min(1000, Math.max(0, priority))
    if (inRange !== priority) {
      notes.changed('BAD_NUMBER', `The priority ${priority} became ${inRange}: it is 0 to 1000.`)
    }
    const taken = matchOf(match ?? {})
    if (taken.problem !== undefined) notes.changed('MATCH_NOT_TAKEN', taken.problem)
    if (!auto_snapshot) notes.noted('OFF', 'It took no snapshots by itself: the policy set is off.')
    const body: PolicySetBody = {
      name,
      description: null,
      match: taken.match,
      cadences,
      formats: ['pdf'],
      options: policySetOptions.parse({}),
      keep_min: 1,
      final_snapshot: false,
      priority: inRange,
      is_active: auto_snapshot && taken.problem === undefined,
      paused_until: null,
    }
    const id = run.ids.uuid()
    const at = run.clock.iso()
    const by = run.importer
    await run.sink.add('policy_sets', {
      id,
      ...columnsOf(body),
      ...{ scope: 'global', scope_id: null, version: 1 },
      ...{ created_by: by, created_at: at, updated_by: by, updated_at: at },
    })
    await run.sink.flush()
    await run.sink.add('policy_set_versions', {
      ...{ policy_set_id: id, version: 1, body: JSON.stringify(body) },
      ...{ comment: 'Imported', saved_by: by, saved_at: at },
    })
    await run.sink.record({
      action: 'policy_set.created',
      resource_type: 'policy_set',
      resource_id: id,
      detail: { scope: 'global', scope_id: null, ...body },
    })
  }
  await run.sink.flush()
}

/** The cadences of a rule; a count of theirs keeps the last so many, none keeps everything. */
function cadencesOf(
  policies: readonly string[],
  retention: Readonly<Record<string, number>>,
  notes: RowNotes,
): Cadence[] {
  const labels = [...new Set(policies)].slice(0, 20)
  const known = labels.filter((label) => legacySchedule(label) !== undefined)
  const unknown = labels.filter((label) => !known.includes(label))
  if (unknown.length > 0) {
    const named = unknown.join(', ').slice(0, 200)
    notes.changed('UNKNOWN_POLICY', `Not a cadence that is known, and left out: ${named}.`)
  }
  const stray = Object.keys(retention).filter((label) => !known.includes(label))
  if (stray.length > 0) {
    const named = stray.join(', ').slice(0, 200)
    notes.changed('RETENTION_NOT_TAKEN', `A retention without a cadence was left out: ${named}.`)
  }
  const open = known.filter((label) => retention[label] === undefined)
  if (open.length > 0) {
    notes.noted('KEEPS_ALL', `It says not how many stay, and keeps everything: ${open.join(', ')}.`)
  }
  const read = fromLegacy(
    {
      policies: known,
      retention_map: Object.fromEntries(
        known.map((label) => [label, Math.min(retention[label] ?? 0, lastCount)]),
      ),
    },
    [],
  )
  return 'problem' in read ? [] : read.cadences
}

/** A rule's match in our words; a problem where part of it has no place here. */
function matchOf(match: Readonly<Record<string, unknown>>): {
  match: PolicySetBody['match']
  problem?: string
} {
  const named = Object.entries(match)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]): [string, unknown] => [matchNames[key] ?? key, value])
  const whole = policyMatchSchema.safeParse(Object.fromEntries(named))
  if (whole.success) return { match: whole.data }
  const taken: Record<string, unknown> = {}
  for (const [key, value] of named) {
    if (policyMatchSchema.safeParse({ ...taken, [key]: value }).success) taken[key] = value
  }
  const left = named.flatMap(([key]) => (key in taken ? [] : [key]))
  return {
    match: policyMatchSchema.parse(taken),
    problem: `There is no place here for its match ${left.join(', ').slice(0, 200)}: the policy set is off until you have looked at it.`,
  }
}

function listIn(text: string): unknown[] {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    throw new DomainError(
      'UNSUPPORTED_FILE',
      'The file is not JSON. Policy rules are a JSON list of rules.',
    )
  }
  if (Array.isArray(value)) return value
  if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      if (
        ['rules', 'policies', 'policy_rules', 'policy_sets'].includes(name) &&
        Array.isArray(inner)
      )
        return inner
    }
  }
  throw new DomainError(
    'UNSUPPORTED_FILE',
    'The file holds no list of rules: a JSON list, or an object with `rules`, is read.',
  )
}
