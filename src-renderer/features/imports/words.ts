import type { ImportKind } from '../../../src-shared/contract/enums.ts'
import type { ImportCounts, ImportReport } from '../../../src-shared/contract/imports.ts'
import { counted, grouped } from '../../ui/words.ts'

export const kindWords: Record<ImportKind, string> = {
  sts_clearance: 'STS Clearance database',
  policy_rules: 'Policy rules (JSON)',
  exclusions_csv: 'Exclusions (CSV)',
}

/** The counts of all tables of a report together. */
export function totalOf(tables: ImportReport['tables']): ImportCounts {
  const total = { read: 0, taken: 0, changed: 0, refused: 0 }
  for (const counts of Object.values(tables)) {
    total.read += counts.read
    total.taken += counts.taken
    total.changed += counts.changed
    total.refused += counts.refused
  }
  return total
}

/** `57 rows read: 40 taken as they are, 12 with changes, 5 refused.` */
export function countsInWords({ read, taken, changed, refused }: ImportCounts): string {
  const [as, withChanges, no] = [taken, changed, refused].map((count) => grouped(String(count)))
  return `${counted(read, 'row')} read: ${as} taken as they are, ${withChanges} with changes, ${no} refused.`
}
