import {
  type SettingName,
  settingSpecs,
  settingsSchema,
  type WorkspaceSettings,
} from '../../../src-shared/contract/settings.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Audit, Call } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './store.ts'

/** What the workspace itself remembers, and what its people can set. */
export interface Settings {
  /** As they are now. Kept in memory: those who use them ask at each use, also inside a transaction. */
  current(): WorkspaceSettings
  /** Which workspace this is, whatever its name: a copy has the same, another one never. */
  workspaceId(): Promise<string>
  update(
    input: { [Name in SettingName]?: WorkspaceSettings[Name] | undefined },
    call: Call,
  ): Promise<WorkspaceSettings>
  /** For a new workspace, in the transaction that makes it. */
  setWorkspaceName(trx: Executor<Tables>, name: string, by: string, at: string): Promise<void>
}

/** Made by the migration, and never set. */
const idKey = 'workspace.id'

/** Where each setting stands in the table. */
const keys: Record<SettingName, string> = {
  workspace_name: 'workspace.name',
  idle_lock_minutes: 'sign_in.idle_lock_minutes',
  task_timeout_s: 'tasks.timeout_s',
  tasks_keep_hours: 'tasks.keep_hours',
  cache_memory_mb: 'cache.memory_mb',
  cache_unused_hours: 'cache.unused_hours',
  budget_snapshots: 'budgets.snapshots',
  budget_mb: 'budgets.mb',
  organization_budget_snapshots: 'budgets.organization_snapshots',
  organization_budget_mb: 'budgets.organization_mb',
  free_disk_floor_mb: 'budgets.free_disk_floor_mb',
  mass_deletion_snapshots: 'automation.mass_deletion_snapshots',
  mass_deletion_percent: 'automation.mass_deletion_percent',
  notice_folder: 'notices.folder',
  care_hour: 'storage.care_hour',
  blob_grace_hours: 'storage.blob_grace_hours',
  blob_check_days: 'storage.blob_check_days',
  metrics_keep_hours: 'metrics.keep_hours',
}
const names = Object.keys(keys).filter((name): name is SettingName => name in settingSpecs)

export async function createSettings(options: {
  db: Executor<Tables>
  audit: Audit
  clock: Clock
}): Promise<Settings> {
  const { db, audit, clock } = options
  let kept = await read(db)

  return {
    current: () => kept,

    workspaceId: async () => {
      const value = (await store.all(db, [idKey])).get(idKey)
      if (value === undefined) throw new Error('The workspace has lost its id.')
      return String(JSON.parse(value))
    },

    update: (input, call) =>
      audit.change(call, async ({ trx, record, afterCommit }) => {
        const before = await read(trx)
        const after = settingsSchema.parse({ ...before, ...given(input) })
        const changed = names.filter((name) => before[name] !== after[name])
        for (const name of changed) {
          await store.set(trx, {
            key: keys[name],
            value: JSON.stringify(after[name]),
            updated_by: call.actor.email,
            updated_at: clock.iso(),
          })
        }
        await record({
          action: 'settings.updated',
          resource_type: 'settings',
          resource_id: null,
          detail: {
            fields: changed,
            before: Object.fromEntries(changed.map((name) => [name, before[name]])),
            after: Object.fromEntries(changed.map((name) => [name, after[name]])),
          },
        })
        afterCommit(() => {
          kept = after
        })
        return after
      }),

    setWorkspaceName: (trx, name, by, at) =>
      store.set(trx, {
        key: keys.workspace_name,
        value: JSON.stringify(name),
        updated_by: by,
        updated_at: at,
      }),
  }
}

/** Every setting: as stored, or its default where nothing is, or nothing that it could be. */
async function read(db: Executor<Tables>): Promise<WorkspaceSettings> {
  const stored = await store.all(db, Object.values(keys))
  const values = names.map((name) => {
    const text = stored.get(keys[name])
    const spec = settingSpecs[name]
    const parsed = spec.schema.safeParse(text === undefined ? undefined : JSON.parse(text))
    return [name, parsed.success ? parsed.data : spec.default]
  })
  return settingsSchema.parse(Object.fromEntries(values))
}

function given(input: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
}
