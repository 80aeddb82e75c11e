import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Executor } from './executor.ts'

/**
 * What only SQLite says this way: full text (FTS5), JSON inside a column, and the start of a text. Another database needs
 * its own spelling of these few functions, and of the migrations that make the tables behind them.
 */

/**
 * What people type into a search box, as a full-text question: every word must begin a word of the
 * text; what is joined by signs (`STS-2026`, `a@b.example`) must stand together.
 * @returns null when there is no letter or digit in it, which finds nothing
 */
export function matchQuery(text: string): string | null {
  const words = searchWords(text)
  return words.length === 0 ? null : words.map((word) => matchWord(word)).join(' AND ')
}

/** The words of a search that can be looked for: those with a letter or a digit in them. */
export function searchWords(text: string): string[] {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
}

/** One word as a full-text question, in some columns of the table only where they are named. */
export function matchWord(word: string, columns: readonly string[] = []): string {
  const phrase = `"${word.replaceAll('"', '""')}"*`
  return columns.length > 0 ? `{${columns.join(' ')}} : ${phrase}` : phrase
}

/** The row ids of a full-text table that answer `question`: `column in (…)`. */
export function inFullText(
  column: Expression<unknown>,
  table: string,
  question: string,
): Expression<SqlBool> {
  return sql<SqlBool>`${column} in (select rowid from ${sql.table(table)} where ${sql.table(table)} match ${question})`
}

/** How many rows of a full-text table answer `question`. */
export async function countFullText<Tables>(
  db: Executor<Tables>,
  table: string,
  question: string,
): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*) as count from ${sql.table(table)} where ${sql.table(table)} match ${question}`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

/** Does the JSON list in this column hold this text? */
export function jsonListHolds(column: Expression<unknown>, text: string): Expression<SqlBool> {
  return sql<SqlBool>`exists (select 1 from json_each(${column}) where json_each.value = ${text})`
}

/** A field of the JSON object in this column; null where it is not there. */
export function jsonField(column: Expression<unknown>, name: string): Expression<string | null> {
  return sql<string | null>`json_extract(${column}, ${`$.${name}`})`
}

/** Rows of a full-text table that match, by their number; the index leads, newest first. */
export const matchesWords = (table: string, query: string): Expression<SqlBool> =>
  sql<SqlBool>`${sql.ref(table)} match ${query}`

/** The number under which a full-text table knows a row. */
export const rowNumber = (table: string): RawBuilder<number> =>
  sql<number>`${sql.ref(`${table}.rowid`)}`

/** The column without its indexes, where another one narrows more than SQLite can know. */
export const unindexed = <Value>(column: Expression<Value>): RawBuilder<Value> =>
  sql<Value>`+${column}`

/** The first characters of a text. */
export const startOfText = (column: Expression<string>, length: number): RawBuilder<string> =>
  sql<string>`substr(${column}, 1, ${sql.lit(length)})`
