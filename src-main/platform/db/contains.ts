import { type Expression, type SqlBool, sql } from 'kysely'

/** Does the column hold this text anywhere? `%` and `_` stand for themselves. Case counts but for A–Z. */
export function contains(column: Expression<unknown>, text: string): Expression<SqlBool> {
  const pattern = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  // Without ESCAPE, SQLite's LIKE knows no escape sign at all.
  return sql<SqlBool>`${column} like ${pattern} escape '\\'`
}
