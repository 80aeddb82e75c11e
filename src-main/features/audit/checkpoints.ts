import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { CheckpointFile } from '../../../src-shared/contract/audit.ts'
import type { KeyPlace } from '../../../src-shared/contract/enums.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { SecretFile } from '../../platform/secrets/index.ts'
import type { Tables } from '../tables.ts'
import { type Call, systemCall } from './call.ts'
import { publicKeyText, readCheckpoint, signCheckpoint } from './checkpoint-file.ts'
import * as keys from './checkpoint-store.ts'
import type { Audit } from './service.ts'
import * as store from './store.ts'

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
  clock: Clock
  ids: Ids
  secret: SecretFile
  workspace: { id(): Promise<string>; name(): Promise<string> }
}): Checkpoints {
  const { db, audit, clock, ids, secret, workspace } = options

  /** The key of this door; undefined where it has to be made. */
  const ownKey = async (): Promise<{ key: KeyObject; kept_in: KeyPlace } | undefined> => {
    const found = await secret.read()
    return found === undefined
      ? undefined
      : { key: createPrivateKey(found.text), kept_in: found.kept_in }
  }

  /** On disk before anything is signed with it: a key that was lost could sign nothing again. */
  const madeKey = async (): Promise<{ key: KeyObject; kept_in: KeyPlace }> => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const text = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    return { key: privateKey, kept_in: await secret.write(text) }
  }

  return {
    make: async (call) => {
      const { key, kept_in } = (await ownKey()) ?? (await madeKey())
      const public_key = publicKeyText(key)
      const [workspace_id, workspace_name] = [await workspace.id(), await workspace.name()]
      return audit.change(call, async ({ trx, record }) => {
        const head = await store.head(trx)
        if (head === undefined) {
          throw new DomainError('CONFLICT', 'The trail has no entries yet: nothing to sign.')
        }
        const at = clock.iso()
        if ((await keys.keyOf(trx, public_key)) === undefined) {
          await keys.addKey(trx, { public_key, kept_in, created_at: at })
          await record(
            {
              action: 'audit.key_made',
              resource_type: 'audit',
              resource_id: null,
              detail: { public_key, kept_in },
              room: null,
            },
            systemCall(),
          )
        }
        const file = signCheckpoint(
          {
            schema: 'sts.audit-checkpoint/1',
            workspace_id,
            workspace_name,
            seq: head.seq,
            hash: head.hash,
            count: head.seq,
            at,
            algorithm: 'Ed25519',
            public_key,
          },
          key,
        )
        const id = ids.uuid()
        await keys.addCheckpoint(trx, {
          id,
          seq: file.seq,
          hash: file.hash,
          at,
          public_key,
          signature: file.signature,
          created_by: call.actor.email,
        })
        await record({
          action: 'audit.checkpoint_exported',
          resource_type: 'audit',
          resource_id: id,
          detail: { seq: file.seq, hash: file.hash, count: file.count, public_key },
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
    read: async (text) => readCheckpoint(text, await workspace.id()),
    knowsKey: async (file) => (await keys.keyOf(db, file.public_key)) !== undefined,
  }
}

/** A checkpoint that agrees with the trail, but was signed by a key that the workspace never had. */
export const foreignKey = () =>
  badField(
    'checkpoint',
    'was signed with a key that this workspace does not know, so it proves nothing; take one that this workspace has made',
  )
