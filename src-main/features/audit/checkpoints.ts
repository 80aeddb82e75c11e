import type { CheckpointFile } from '../../../src-shared/contract/audit.ts'
import type { KeyPlace } from '../../../src-shared/contract/enums.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { Tables } from '../tables.ts'
import type { Call } from './call.ts'
import { readCheckpoint } from './checkpoint-file.ts'
import * as keys from './checkpoint-store.ts'
import type { Audit } from './service.ts'
import type { Signer } from './signatures.ts'

export interface CheckpointRow {
  id: string
  seq: number
  hash: string
  count: number
  at: string
  public_key: string
  created_by: string
}

/** Signed places in the chain: handed out, listed, and read again. */
export interface Checkpoints {
  /**
   * The head of the trail, signed; the key is made on first need.
   * @throws CONFLICT for a trail without entries
   */
  make(call: Call): Promise<CheckpointFile>
  list(page: { limit: number; offset: number }): Promise<{
    checkpoints: CheckpointRow[]
    total: number
    key_kept_in: KeyPlace | null
  }>
  /** @throws BAD_REQUEST when it is no checkpoint of this workspace, or was altered */
  read(text: string): Promise<CheckpointFile>
  /** Did this workspace's own key sign it? An old copy of the database may not know the key yet. */
  knowsKey(file: CheckpointFile): Promise<boolean>
}

export function createCheckpoints(options: {
  db: Executor<Tables>
  audit: Audit
  ids: Ids
  signer: Signer
}): Checkpoints {
  const { db, audit, ids, signer } = options
  return {
    make: async (call) => {
      const signing = await signer.ready()
      return audit.change(call, async (change) => {
        const stand = await signing.stand(change)
        const file = signing.sign({ schema: 'sts.audit-checkpoint/1' as const, ...stand })
        const { seq, hash, count, at, public_key, signature } = file
        const id = ids.uuid()
        await keys.addCheckpoint(change.trx, {
          ...{ id, seq, hash, at, public_key, signature },
          created_by: call.actor.email,
        })
        await change.record({
          action: 'audit.checkpoint_exported',
          resource_type: 'audit',
          resource_id: id,
          detail: { seq, hash, count, public_key },
        })
        return file
      })
    },
    list: async (page) => {
      const { rows, total } = await keys.checkpoints(db, page)
      return {
        checkpoints: rows.map(({ signature: _, ...row }) => ({ ...row, count: row.seq })),
        total,
        key_kept_in: (await keys.newestKey(db))?.kept_in ?? null,
      }
    },
    read: async (text) => readCheckpoint(text, await signer.workspaceId()),
    knowsKey: (file) => signer.knows(file.public_key),
  }
}

/** A checkpoint that agrees with the trail, but was signed by a key that the workspace never had. */
export const foreignKey = () =>
  badField(
    'checkpoint',
    'was signed with a key that this workspace does not know, so it proves nothing; take one that this workspace has made',
  )
