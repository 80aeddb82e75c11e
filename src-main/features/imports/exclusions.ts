import papaparse from 'papaparse'
import { type ExclusionScope, exclusionScopes } from '../../../src-shared/contract/enums.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'
import { cleanText, optionalTime, textOf } from './cells.ts'
import type { Reporter } from './report.ts'
import type { Sink } from './sink.ts'

const table = 'exclusions'

/** The names that a column goes by, with that of the predecessor first. */
const columns = {
  target: ['volume_id', 'room_id', 'target_id', 'id'],
  target_name: ['volume_name', 'room_name', 'target_name', 'name', 'room', 'volume'],
  scope: ['scope'],
  reason: ['exclusion_reason', 'reason'],
  expires_at: ['expires_at', 'expiry', 'expires', 'expires_on'],
  excluded_by: ['excluded_by', 'created_by', 'by'],
  excluded_at: ['excluded_at', 'created_at', 'at'],
} as const

/**
 * Exclusions of predecessor B, one a line under a head. Kept as they are until exclusions exist.
 * @param targets `<scope> <target>` of those that were imported before
 * @throws UNSUPPORTED_FILE for what has no such head
 */
export async function importExclusions(
  text: string,
  run: {
    importId: string
    targets: Set<string>
    report: Reporter
    sink: Sink
    ids: Ids
    onRow: () => void
  },
): Promise<void> {
  const parsed = papaparse.parse<string[]>(text.replace(/^\ufeff/, ''), {
    skipEmptyLines: 'greedy',
  })
  const [head = [], ...rows] = parsed.data
  const names = head.map((name) =>
    cleanText(name)
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  )
  const at = (field: keyof typeof columns) =>
    columns[field].map((known) => names.indexOf(known)).find((place) => place >= 0) ?? -1
  if (at('target') < 0 && at('target_name') < 0) {
    throw new DomainError(
      'UNSUPPORTED_FILE',
      'The file is no CSV of exclusions: its first line must name volume_id, room_id, or a name.',
    )
  }
  run.report.table(table)
  const inFile = new Set<string>()
  for (const [index, row] of rows.entries()) {
    run.onRow()
    const notes = run.report.row(table, `#${index + 1}`)
    const cell = (field: keyof typeof columns) => {
      const place = at(field)
      return place < 0 ? null : (row[place] ?? null)
    }
    if (row.length > head.length)
      notes.changed(
        'CELLS_NOT_TAKEN',
        'The line has more cells than the head; the last ones were left out.',
      )
    const name = textOf(cell('target_name'), 'name', 200, notes)
    const target = textOf(cell('target'), 'id', 200, notes) ?? name
    if (target === null) {
      notes.refused('EMPTY', 'It names nothing that is excluded.')
      continue
    }
    const scope = scopeOf(cell('scope'))
    if (scope === undefined) {
      notes.refused(
        'UNKNOWN_VALUE',
        `The scope “${String(cell('scope')).slice(0, 40)}” is not known.`,
      )
      continue
    }
    const key = `${scope} ${target}`
    if (run.targets.has(key)) {
      notes.refused('ALREADY_IMPORTED', 'An exclusion of the same was imported before.')
      continue
    }
    if (inFile.has(key)) {
      notes.refused('DUPLICATE', 'Another line of the file excludes the same.')
      continue
    }
    inFile.add(key)
    const reason = textOf(cell('reason'), 'reason', 2000, notes)
    if (reason === null)
      notes.changed('EMPTY', 'It had no reason; it became “No reason was recorded”.')
    await run.sink.add('imported_exclusions', {
      id: run.ids.uuid(),
      import_id: run.importId,
      scope,
      target,
      target_name: name,
      reason: reason ?? 'No reason was recorded',
      expires_at: optionalTime(cell('expires_at'), 'expiry', notes),
      excluded_by: textOf(cell('excluded_by'), 'author', 254, notes),
      excluded_at: optionalTime(cell('excluded_at'), 'time', notes),
    })
  }
  await run.sink.flush()
}

function scopeOf(cell: string | null): ExclusionScope | undefined {
  const word = (cell ?? '').trim().toLowerCase()
  if (word === '' || word === 'volume') return 'room'
  const also: Record<string, ExclusionScope> = {
    vm: 'vessel',
    project: 'terminal',
    tenant: 'organization',
  }
  return exclusionScopes.find((one) => one === word) ?? also[word]
}
