import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'

/**
 * What only SQLite says this way. A database server would have its own spelling of each, and
 * nothing outside this file and the migrations would change.
 */

/** The words of a text as the full-text index has them: letters and digits, whatever is between. */
const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? []

/**
 * What the index is asked: every word must be there, each as a whole word or the beginning of one.
 * @returns undefined for a text without words, which nothing can be found by
 */
export function wordQuery(text: string): string | undefined {
  const words = wordsOf(text)
  return words.length === 0 ? undefined : words.map((word) => `"${word}"*`).join(' ')
}

/** Rows of a full-text table that match, by their number; the index leads, newest first. */
export const matchesWords = (table: string, query: string): Expression<SqlBool> =>
  sql<SqlBool>`${sql.ref(table)} match ${query}`

/** The number under which a full-text table knows a row. */
export const rowNumber = (table: string): RawBuilder<number> =>
  sql<number>`${sql.ref(`${table}.rowid`)}`

/** The column without its indexes, where another one narrows more than SQLite can know. */
export const unindexed = (column: Expression<string>): RawBuilder<string> => sql<string>`+${column}`

/** The first characters of a text. */
export const startOfText = (column: Expression<string>, length: number): RawBuilder<string> =>
  sql<string>`substr(${column}, 1, ${sql.lit(length)})`
