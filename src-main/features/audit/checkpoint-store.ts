import type { KeyPlace } from '../../../src-shared/contract/enums.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'

type Db = Executor<Tables>

/** Keys are only ever added: old checkpoints stay as good as new ones. */
export async function addKey(db: Db, row: Tables['audit_keys']): Promise<void> {
  await db.insertInto('audit_keys').values(row).execute()
}

export async function keyOf(db: Db, publicKey: string): Promise<{ kept_in: KeyPlace } | undefined> {
  return db
    .selectFrom('audit_keys')
    .select('kept_in')
    .where('public_key', '=', publicKey)
    .executeTakeFirst()
}

export async function newestKey(db: Db): Promise<{ kept_in: KeyPlace } | undefined> {
  return db
    .selectFrom('audit_keys')
    .select('kept_in')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function addCheckpoint(db: Db, row: Tables['audit_checkpoints']): Promise<void> {
  await db.insertInto('audit_checkpoints').values(row).execute()
}

/** Newest first. */
export async function checkpoints(
  db: Db,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: Tables['audit_checkpoints'][]; total: number }> {
  const rows = await db
    .selectFrom('audit_checkpoints')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await db
    .selectFrom('audit_checkpoints')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

/** What a task of the trail is to do, as JSON, and who asked for it. */
export async function addJob(db: Db, row: Tables['audit_jobs']): Promise<void> {
  await db.insertInto('audit_jobs').values(row).execute()
}

export async function job(db: Db, id: string): Promise<Tables['audit_jobs'] | undefined> {
  return db.selectFrom('audit_jobs').selectAll().where('id', '=', id).executeTakeFirst()
}
