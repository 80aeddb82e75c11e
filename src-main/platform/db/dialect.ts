import { type Expression, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
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

/** What a full-text table makes of one word: small letters, without accents. */
const folded = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Beginnings up to this length have an index of their own in the tables that ask for it. */
const indexedBeginning = 2
/** More words than this with one beginning are each rare enough to be asked for by it. */
const mostWords = 32

/**
 * As `matchQuery`, for a table with very many rows: the words that begin like those asked for are
 * looked up first, each by one step into the index, and asked for whole. To gather every row of a
 * beginning would take as long as there are rows; whole words are read from the newest on, as far
 * as a page needs.
 * @param vocabulary the table of the full-text table’s words (fts5vocab, `instance`)
 */
export async function matchQueryByWords<Tables>(
  db: Kysely<Tables>,
  vocabulary: string,
  text: string,
): Promise<string | null> {
  const questions: string[] = []
  for (const word of searchWords(text)) {
    const words = /^[\p{L}\p{N}]+$/u.test(word) ? await wordsLike(db, vocabulary, word) : []
    questions.push(
      words.length === 0 ? matchWord(word) : `(${words.map((one) => `"${one}"`).join(' OR ')})`,
    )
  }
  return questions.length === 0 ? null : questions.join(' AND ')
}

/** @returns none for a short beginning, an unknown one, or one that too many words have */
async function wordsLike<Tables>(
  db: Kysely<Tables>,
  vocabulary: string,
  word: string,
): Promise<string[]> {
  const start = folded(word)
  if (start.length <= indexedBeginning) return []
  const words: string[] = []
  let next = start
  for (;;) {
    const { rows } = await sql<{ term: string }>`select term from ${sql.table(vocabulary)}
      where term >= ${next} limit 1`.execute(db)
    const term = rows[0]?.term
    if (term?.startsWith(start) !== true) return words
    if (words.length === mostWords) return []
    words.push(term)
    next = `${term}\u0001`
  }
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

/** A table of its own with one `value` for each text, for more of them than one statement takes. */
export const tableOf = (texts: readonly string[]): RawBuilder<{ value: string }> =>
  sql<{ value: string }>`json_each(${JSON.stringify(texts)})`

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
