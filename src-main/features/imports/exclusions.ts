import papaparse from 'papaparse'
import { type ExclusionScope, exclusionScopes } from '../../../src-shared/contract/enums.ts'
import type { Clock } from '../../platform/clock/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'
import { cleanText, optionalTime, textOf } from './cells.ts'
import type { Reporter } from './report.ts'
import type { Sink } from './sink.ts'
import type { ExclusionTarget, standingExclusions } from './store.ts'

const table = 'exclusions'

const noReason = 'No reason was recorded'

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
 * Exclusions of predecessor B, one a line under a head; those that have expired stay as history.
 * @param standing those that are there already
 * @param targetOf what a line is about
 * @throws UNSUPPORTED_FILE for what has no such head
 */
export async function importExclusions(
  text: string,
  run: {
    importId: string
    standing: Awaited<ReturnType<typeof standingExclusions>>
    targetOf: (
      scope: ExclusionScope,
      target: string,
      name: string | null,
    ) => Promise<ExclusionTarget | 'many' | undefined>
    clock: Clock
    /** E-mail of the importer: the author where a line names none. */
    importer: string
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
  const now = run.clock.iso()
  const known = new Set<string>()
  const excluded = new Set<string>()
  for (const { scope, target_id, reason, expires_at, ended_at } of run.standing) {
    known.add(`${scope} ${target_id} ${reason}`)
    if (ended_at === null && (expires_at === null || expires_at > now)) {
      excluded.add(`${scope} ${target_id}`)
    }
  }
  for (const [index, line] of rows.entries()) {
    run.onRow()
    const notes = run.report.row(table, `#${index + 1}`)
    const cell = (field: keyof typeof columns) => {
      const place = at(field)
      return place < 0 ? null : (line[place] ?? null)
    }
    if (line.length > head.length)
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
    const found = await run.targetOf(scope, target, name)
    if (found === undefined || found === 'many') {
      const called = (name ?? target).slice(0, 80)
      if (found === undefined) notes.refused('DANGLING', `There is no ${scope} “${called}” here.`)
      else notes.refused('AMBIGUOUS', `More than one ${scope} here is called “${called}”.`)
      continue
    }
    const reason = textOf(cell('reason'), 'reason', 2000, notes)
    const row = {
      ...{ scope, target_id: found.id, target_name: found.name },
      reason: reason ?? noReason,
      expires_at: optionalTime(cell('expires_at'), 'expiry', notes),
      created_by: textOf(cell('excluded_by'), 'author', 254, notes) ?? run.importer,
      created_at: optionalTime(cell('excluded_at'), 'time', notes) ?? now,
    }
    const key = `${scope} ${found.id}`
    const isRunning = row.expires_at === null || row.expires_at > now
    if (known.has(`${key} ${row.reason}`)) {
      notes.refused('ALREADY_IMPORTED', 'The same exclusion is there already.')
      continue
    }
    if (isRunning && excluded.has(key)) {
      notes.refused('DUPLICATE', `“${found.name.slice(0, 80)}” is excluded already.`)
      continue
    }
    known.add(`${key} ${row.reason}`)
    if (isRunning) excluded.add(key)
    if (reason === null) notes.changed('EMPTY', `It had no reason; it became “${noReason}”.`)
    const id = run.ids.uuid()
    await run.sink.add('exclusions', {
      id,
      ...row,
      ...{ ended_by: null, ended_at: null, end_reason: null },
    })
    await run.sink.record({
      action: 'exclusion.created',
      resource_type: 'exclusion',
      resource_id: id,
      room: found.room,
      detail: row,
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
