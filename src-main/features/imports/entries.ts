import type { NewEntry } from '../audit/index.ts'

/** An entry that an import leaves; `actor` is who did it in the predecessor, else the importer. */
export type ImportEntry = NewEntry & { actor?: string }
