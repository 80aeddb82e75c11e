import type { AuditEntry } from '../../../src-shared/contract/audit.ts'

/** One field that a change touched; values in words, `null` where there was nothing. */
export interface FieldChange {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

/** An entry's detail, told apart: what changed from what to what, and everything else. */
export interface DetailInWords {
  readonly changes: readonly FieldChange[]
  readonly facts: readonly { readonly name: string; readonly value: string }[]
}

/**
 * Reads an entry's detail for people.
 *
 * Changes are `before` and `after` as objects of fields; or a status, as `before` (with `status`)
 * or as `from` and `to`. What is neither is a fact and stands as it is, so nothing is left out.
 */
export function detailInWords({ detail }: Pick<AuditEntry, 'detail'>): DetailInWords {
  const { before, after, from, to, ...rest } = detail
  if (isFields(before) || isFields(after)) {
    const { fields: _namesOfTheSame, ...facts } = rest
    return {
      changes: fieldChanges(before, after),
      facts: factsOf({ ...facts, ...given({ from, to }) }),
    }
  }
  if (typeof from === 'string' && typeof to === 'string') {
    return {
      changes: [{ field: 'status', before: words(from), after: words(to) }],
      facts: factsOf({ ...rest, ...given({ before, after }) }),
    }
  }
  if (typeof before === 'string' && typeof rest['status'] === 'string') {
    const { status, ...facts } = rest
    return {
      changes: [{ field: 'status', before: words(before), after: words(status) }],
      facts: factsOf({ ...facts, ...given({ after, from, to }) }),
    }
  }
  return { changes: [], facts: factsOf({ ...rest, ...given({ before, after, from, to }) }) }
}

function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  const old = isFields(before) ? before : {}
  const fresh = isFields(after) ? after : {}
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])].map((field) => ({
    field: field.replaceAll('_', ' '),
    before: words(old[field]),
    after: words(fresh[field]),
  }))
}

function factsOf(detail: Record<string, unknown>): { name: string; value: string }[] {
  return Object.entries(detail).map(([name, value]) => ({
    name: name.replaceAll('_', ' '),
    value: words(value) ?? 'nothing',
  }))
}

/** A value in words; `null` for what is empty. */
function words(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return listInWords(value) ?? value
  if (Array.isArray(value))
    return value.length === 0 ? null : value.map((item) => words(item) ?? '').join(', ')
  if (isFields(value)) {
    return Object.entries(value)
      .map(([name, item]) => `${name.replaceAll('_', ' ')}: ${words(item) ?? 'nothing'}`)
      .join('; ')
  }
  return JSON.stringify(value)
}

/** A list that its column keeps as JSON text (`["crude","vlcc"]`) in words; null for other text. */
function listInWords(text: string): string | null {
  if (!text.startsWith('[')) return null
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? words(list) : null
  } catch {
    return null
  }
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const given = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
