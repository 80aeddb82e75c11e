import { type Kysely, sql } from 'kysely'

/**
 * Each snapshot keeps the room model that it was made of, as a blob of its own beside the artefact
 * (for a JSON snapshot they are one file): two PDFs can be compared, and a room restored from one.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  'alter table snapshots add column model_sha256 text references blobs (sha256)',
  'create index snapshots_by_model on snapshots (model_sha256) where model_sha256 is not null',
  // What was made before has its model only where the artefact is the model.
  `update snapshots set model_sha256 = blob_sha256
    where format = 'json' and status = 'completed' and blob_sha256 is not null`,
]
