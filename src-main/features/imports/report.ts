import type {
  ImportCounts,
  ImportIssue,
  ImportReport,
} from '../../../src-shared/contract/imports.ts'

/** One row while it is looked at: what is said of it decides how it is counted. */
export interface RowNotes {
  /** The row is taken with something mapped, merged, or cleaned. */
  changed(code: string, message: string): void
  /** The row is not taken. */
  refused(code: string, message: string): void
  /** Worth knowing; the row is counted as if nothing had been said. */
  noted(code: string, message: string): void
}

/**
 * Accounts for every row that an import reads. Each row is opened once and counted once: `refused`
 * when something refused it, else `changed` when something changed it, else `taken`.
 */
export interface Reporter {
  row(table: string, row: string): RowNotes
  /** The table is there, also when it has no row. */
  table(table: string): void
  /** About a table as a whole; counts no row. */
  note(table: string, row: string, code: string, message: string): void
  report(dryRun: boolean): ImportReport
}

export function createReporter(): Reporter {
  const fates = new Map<string, { read: number; changed: number; refused: number }>()
  const issues: ImportIssue[] = []
  const countsOf = (table: string) => {
    const known = fates.get(table)
    if (known !== undefined) return known
    const fresh = { read: 0, changed: 0, refused: 0 }
    fates.set(table, fresh)
    return fresh
  }
  return {
    table: (table) => void countsOf(table),
    note: (table, row, code, message) =>
      void issues.push({ table, row, code, message, action: 'noted' }),
    row: (table, row) => {
      const counts = countsOf(table)
      counts.read++
      let fate: 'taken' | 'changed' | 'refused' = 'taken'
      const say = (action: ImportIssue['action'], code: string, message: string) => {
        issues.push({ table, row, code, message, action })
        if (action === 'refused' && fate !== 'refused') {
          if (fate === 'changed') counts.changed--
          counts.refused++
          fate = 'refused'
        }
        if (action === 'changed' && fate === 'taken') {
          counts.changed++
          fate = 'changed'
        }
      }
      return {
        changed: (code, message) => say('changed', code, message),
        refused: (code, message) => say('refused', code, message),
        noted: (code, message) => say('noted', code, message),
      }
    },
    report: (dry_run) => ({
      dry_run,
      tables: Object.fromEntries(
        [...fates].map(([table, { read, changed, refused }]) => [
          table,
          { read, taken: read - changed - refused, changed, refused },
        ]),
      ),
      issues,
    }),
  }
}

/** The counts of all tables together. */
export function totalsOf(report: ImportReport): ImportCounts {
  const total = { read: 0, taken: 0, changed: 0, refused: 0 }
  for (const counts of Object.values(report.tables)) {
    total.read += counts.read
    total.taken += counts.taken
    total.changed += counts.changed
    total.refused += counts.refused
  }
  return total
}
