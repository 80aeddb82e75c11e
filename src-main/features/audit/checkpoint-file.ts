import { type CheckpointFile, checkpointFileSchema } from '../../../src-shared/contract/audit.ts'
import { badField } from '../../platform/domain-error.ts'
import { isSigned } from './signatures.ts'

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
  if (!isSigned(parsed.data)) {
    throw refuse('was altered after it was signed: its signature does not fit; take the original')
  }
  if (parsed.data.workspace_id !== workspaceId) {
    const { workspace_name } = parsed.data
    throw refuse(`is of another workspace, “${workspace_name}”; take one of this workspace`)
  }
  return parsed.data
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
