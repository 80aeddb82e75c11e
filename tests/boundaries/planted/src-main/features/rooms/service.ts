import type { Kysely } from 'kysely'

export type Handle = Kysely<unknown>
