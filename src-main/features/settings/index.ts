import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './store.ts'

/** What the workspace itself remembers. */
export interface Settings {
  workspaceName(): Promise<string>
  /** Which workspace this is, whatever its name: a copy has the same, another one never. */
  workspaceId(): Promise<string>
  setWorkspaceName(trx: Executor<Tables>, name: string, by: string, at: string): Promise<void>
}

export function createSettings({ db }: { db: Executor<Tables> }): Settings {
  return {
    workspaceName: async () => {
      const value = await store.get(db, 'workspace.name')
      return value === undefined ? 'Workspace' : String(JSON.parse(value))
    },
    workspaceId: async () => {
      const value = await store.get(db, 'workspace.id')
      if (value === undefined) throw new Error('The workspace has lost its id.')
      return String(JSON.parse(value))
    },
    setWorkspaceName: (trx, name, by, at) =>
      store.set(trx, {
        key: 'workspace.name',
        value: JSON.stringify(name),
        updated_by: by,
        updated_at: at,
      }),
  }
}
