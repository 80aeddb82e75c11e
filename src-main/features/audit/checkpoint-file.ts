import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { type CheckpointFile, checkpointFileSchema } from '../../../src-shared/contract/audit.ts'
import { canonicalJson } from '../../../src-shared/rules/canonical-json.ts'
import { badField } from '../../platform/domain-error.ts'

/** The head of an Ed25519 key in DER (RFC 8410): the 32 raw bytes follow. */
const derHead = Buffer.from('302a300506032b6570032100', 'hex')

/** The raw public half of a key, in base64, as checkpoints and the database hold it. */
export function publicKeyText(privateKey: KeyObject): string {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  return der.subarray(derHead.length).toString('base64')
}

const toSign = (body: Omit<CheckpointFile, 'signature'>): Buffer => Buffer.from(canonicalJson(body))

/** A checkpoint with its signature: Ed25519 over the canonical JSON of everything else. */
export function signCheckpoint(
  body: Omit<CheckpointFile, 'signature'>,
  privateKey: KeyObject,
): CheckpointFile {
  return { ...body, signature: sign(null, toSign(body), privateKey).toString('base64') }
}

/**
 * Reads a checkpoint file that somebody hands in.
 * @param workspaceId the workspace that asks
 * @throws BAD_REQUEST when it is no checkpoint, was altered, or is another workspace’s
 */
export function readCheckpoint(text: string, workspaceId: string): CheckpointFile {
  const refuse = (message: string) => badField('checkpoint', message)
  const parsed = checkpointFileSchema.safeParse(jsonOf(text))
  if (!parsed.success) {
    throw refuse('is no checkpoint; give the whole text of a file that “Checkpoint” has made')
  }
  const { signature, ...body } = parsed.data
  if (!isSigned(body, signature)) {
    throw refuse('was altered after it was signed: its signature does not fit; take the original')
  }
  if (body.workspace_id !== workspaceId) {
    throw refuse(`is of another workspace, “${body.workspace_name}”; take one of this workspace`)
  }
  return parsed.data
}

function isSigned(body: Omit<CheckpointFile, 'signature'>, signature: string): boolean {
  const key = createPublicKey({
    key: Buffer.concat([derHead, Buffer.from(body.public_key, 'base64')]),
    format: 'der',
    type: 'spki',
  })
  return verify(null, toSign(body), key, Buffer.from(signature, 'base64'))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
