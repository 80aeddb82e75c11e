import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'
import type { ImportEntry } from './entries.ts'
import { batchInsert } from './store.ts'

/** Where the rows of an import go. A dry run has one that lets them fall. */
export interface Sink {
  add<Table extends keyof Tables>(table: Table, row: Tables[Table]): Promise<void>
  /** Writes what waits: called before rows come that refer to these. */
  flush(): Promise<void>
  /** Leaves an entry in the trail. */
  record(entry: ImportEntry): Promise<void>
}

export const drySink: Sink = {
  add: async () => undefined,
  flush: async () => undefined,
  record: async () => undefined,
}

const rowsAtOnce = 50

/**
 * Writes rows in groups of fifty, each group by a statement that is compiled once for its table.
 * @param recordAll writes entries to the trail in one go
 */
export function writingSink(
  trx: Executor<Tables>,
  recordAll: (entries: readonly ImportEntry[]) => Promise<void>,
): Sink {
  const waiting = new Map<keyof Tables, object[]>()
  const write = batchInsert(trx)
  let entries: ImportEntry[] = []
  const writeEntries = async () => {
    await recordAll(entries)
    entries = []
  }
  return {
    add: async (table, row) => {
      const rows = waiting.get(table) ?? []
      if (rows.length === 0) waiting.set(table, rows)
      rows.push(row)
      if (rows.length < rowsAtOnce) return
      waiting.delete(table)
      await write(table, rows)
    },
    flush: async () => {
      for (const [table, rows] of waiting) if (rows.length > 0) await write(table, rows)
      waiting.clear()
      if (entries.length > 0) await writeEntries()
    },
    record: async (entry) => {
      entries.push(entry)
      if (entries.length >= 500) await writeEntries()
    },
  }
}
