import { type SelectQueryBuilder, type SqlBool, sql } from 'kysely'

/** Which records of a table are wanted, and in which order. */
export interface PageOfRecords {
  /** One of its columns. */
  sort: string
  direction: 'asc' | 'desc'
  limit: number
  offset: number
}

/** Cuts one page out of a query; what is alike in the order stands by its id, the same every time. */
export const inPage = <Db, Table extends keyof Db, Row>(
  query: SelectQueryBuilder<Db, Table, Row>,
  { sort, direction, limit, offset }: PageOfRecords,
): SelectQueryBuilder<Db, Table, Row> =>
  query.orderBy(sql.ref(sort), direction).orderBy(sql.ref('id')).limit(limit).offset(offset)

/** Whatever the case of letters A–Z: two names that differ in nothing else would be mixed up. */
export const isNamed = (name: string) => sql<SqlBool>`lower(name) = lower(${name})`
