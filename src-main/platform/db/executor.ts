import type { Kysely } from 'kysely'

/**
 * What a query runs on: the connection, or the transaction that is open on it. Every repository
 * function takes it as its first parameter; none keeps one.
 */
export type Executor<Tables> = Kysely<Tables>
