import { DomainError } from '../platform/domain-error.ts'
import { createLocalClient, type LocalClient } from '../rpc/local-client.ts'
import { openWorkspace, type Workspace } from '../workspace.ts'

export interface Session {
  workspace: Workspace
  client: LocalClient
}

/**
 * Opens a workspace for one command, signed in as its owner on this machine, and closes it
 * whatever happens.
 * @throws UNAUTHENTICATED when the workspace has no active superadmin
 */
export async function withSession<Result>(
  options: { dir: string; entryUrl: string; runTasks: boolean },
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const workspace = await openWorkspace(options)
  try {
    const owner = await workspace.services.accounts.owner()
    if (owner === undefined) {
      throw new DomainError(
        'UNAUTHENTICATED',
        'The workspace has no active superadmin to sign in as.',
      )
    }
    return await work({ workspace, client: createLocalClient(workspace.router, owner, 'cli') })
  } finally {
    await workspace.close()
  }
}
