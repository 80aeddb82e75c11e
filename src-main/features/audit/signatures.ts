import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import type { Signed, Stand } from '../../../src-shared/contract/audit.ts'
import type { KeyPlace } from '../../../src-shared/contract/enums.ts'
import { canonicalJson } from '../../../src-shared/rules/canonical-json.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { SecretFile } from '../../platform/secrets/index.ts'
import type { Tables } from '../tables.ts'
import { systemCall } from './call.ts'
import * as keys from './checkpoint-store.ts'
import type { Change } from './service.ts'
import * as store from './store.ts'

/** The head of an Ed25519 key in DER (RFC 8410): the 32 raw bytes follow. */
const derHead = Buffer.from('302a300506032b6570032100', 'hex')

/** What the workspace signs with its own key, which is made on first need. */
export interface Signer {
  /** Before the transaction: the key is on disk before anything is signed with it. */
  ready(): Promise<Signing>
  /** Is it a key of this workspace? An old copy of the database may not know the newest yet. */
  knows(publicKey: string): Promise<boolean>
  workspaceId(): Promise<string>
}

export interface Signing {
  /**
   * Who signs, and where the trail stands in this transaction; a new key becomes an entry.
   * @throws CONFLICT for a trail without entries
   */
  stand(change: Pick<Change, 'trx' | 'record'>): Promise<Stand>
  /** Ed25519 over the canonical JSON of the body. */
  sign<Body extends object>(body: Body): Body & Pick<Signed, 'signature'>
}

export function createSigner(options: {
  db: Executor<Tables>
  clock: Clock
  secret: SecretFile
  workspace: { id(): Promise<string>; name(): Promise<string> }
}): Signer {
  const { db, clock, secret, workspace } = options

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
    workspaceId: workspace.id,
    knows: async (publicKey) => (await keys.keyOf(db, publicKey)) !== undefined,
    ready: async () => {
      const { key, kept_in } = (await ownKey()) ?? (await madeKey())
      const public_key = publicKeyText(key)
      const [workspace_id, workspace_name] = [await workspace.id(), await workspace.name()]
      return {
        stand: async ({ trx, record }) => {
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
          const { seq, hash } = head
          return {
            ...{ workspace_id, workspace_name, seq, hash, count: seq, at },
            ...{ algorithm: 'Ed25519', public_key },
          }
        },
        sign: (body) => ({ ...body, signature: sign(null, toSign(body), key).toString('base64') }),
      }
    },
  }
}

/** Does the signature fit all the rest, by the key that it names itself? */
export function isSigned({ signature, ...body }: Signed): boolean {
  const key = createPublicKey({
    key: Buffer.concat([derHead, Buffer.from(body.public_key, 'base64')]),
    format: 'der',
    type: 'spki',
  })
  return verify(null, toSign(body), key, Buffer.from(signature, 'base64'))
}

/** The raw public half of a key, in base64, as what is signed and the database hold it. */
function publicKeyText(privateKey: KeyObject): string {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  return der.subarray(derHead.length).toString('base64')
}

const toSign = (body: object): Buffer => Buffer.from(canonicalJson(body))
