import { z } from 'zod'
import { DomainError } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'
import { cleanText } from './cells.ts'
import type { Reporter } from './report.ts'
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
const fields = ['name', 'priority', 'match', 'policies', 'auto_snapshot', 'retention']
const cadences = /^(hourly|daily_\d+|weekly_\d+|monthly_(1st|15th|\d+))$/

/**
 * Rules of predecessor B: a list, or an object that has it under `rules`, `policies`,
 * `policy_rules`, or `policy_sets`. Each is kept as it is until policies exist.
 * @param names of rules that were imported before
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
    if (run.names.has(name)) {
      notes.refused('ALREADY_IMPORTED', 'A rule of this name was imported before.')
      continue
    }
    if (inFile.has(name)) {
      notes.refused('DUPLICATE_NAME', 'Another rule of the file has the same name.')
      continue
    }
    inFile.add(name)
    const unknown = policies.filter((one) => !cadences.test(one))
    if (unknown.length > 0)
      notes.noted(
        'UNKNOWN_POLICY',
        `Not a cadence that is known: ${unknown.join(', ').slice(0, 200)}.`,
      )
    if (policies.length === 0) notes.noted('NO_POLICY', 'The rule names no cadence.')
    const left = Object.keys(parsed.data).filter((field) => !fields.includes(field))
    if (left.length > 0)
      notes.changed(
        'FIELDS_NOT_TAKEN',
        `There is no place here for ${left.join(', ').slice(0, 200)}.`,
      )
    await run.sink.add('imported_policy_rules', {
      id: run.ids.uuid(),
      import_id: run.importId,
      name,
      priority,
      match: JSON.stringify(match ?? {}),
      policies: JSON.stringify(policies),
      auto_snapshot: auto_snapshot ? 1 : 0,
      retention: JSON.stringify(retention ?? {}),
      position,
    })
  }
  await run.sink.flush()
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
