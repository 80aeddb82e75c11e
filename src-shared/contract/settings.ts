import { z } from 'zod'
import { notRoomScoped, plainText, procedure, reads, shortText } from './procedure.ts'

const whole = (unit: string, min: number, max: number) =>
  z
    .number()
    .int(`must be a whole number of ${unit}`)
    .min(min, `must be at least ${min} ${unit}`)
    .max(max, `must be at most ${max} ${unit}`)

/**
 * Every setting of a workspace, once: its bounds, its default, and its words for the screen. A new
 * one is a line here and a reader of `settings.current()` where it takes effect.
 */
export const settingSpecs = {
  workspace_name: {
    schema: shortText(80),
    default: 'Workspace',
    label: 'Workspace name',
    help: 'Shown in the head of every screen and before sign-in.',
    group: 'Workspace',
    unit: null,
    bounds: null,
  },
  idle_lock_minutes: number({
    label: 'Lock after idle',
    help: 'A window that nobody touches for so long asks for the password again. Takes effect at once.',
    group: 'Sign-in',
    unit: 'minutes',
    bounds: { min: 1, max: 1440 },
    default: 30,
  }),
  task_timeout_s: number({
    label: 'Task timeout',
    help: 'A task that runs longer is stopped and counts as failed. Takes effect for tasks started from now on.',
    group: 'Tasks',
    unit: 'seconds',
    bounds: { min: 10, max: 3600 },
    default: 300,
  }),
  tasks_keep_hours: number({
    label: 'Keep ended tasks',
    help: 'Tasks that ended longer ago are removed, each day and at each start.',
    group: 'Tasks',
    unit: 'hours',
    bounds: { min: 1, max: 720 },
    default: 24,
  }),
  cache_memory_mb: number({
    label: 'Memory for files',
    help: 'Files of snapshots kept in memory, so that the same content is neither made nor read again. Takes effect at once.',
    group: 'Snapshots',
    unit: 'MB',
    bounds: { min: 50, max: 500 },
    default: 100,
  }),
  cache_unused_hours: number({
    label: 'Forget unused files',
    help: 'What nobody asked memory for in so long is dropped from it; the file on disk stays.',
    group: 'Snapshots',
    unit: 'hours',
    bounds: { min: 1, max: 720 },
    default: 72,
  }),
  budget_snapshots: number({
    label: 'Snapshots in the workspace',
    help: 'More are not made. 0: no limit.',
    group: 'Budgets',
    unit: 'snapshots',
    bounds: { min: 0, max: 100_000_000 },
    default: 0,
  }),
  budget_mb: number({
    label: 'Disk for snapshots',
    help: 'More is not stored. What several snapshots share counts once. 0: no limit.',
    group: 'Budgets',
    unit: 'MB',
    bounds: { min: 0, max: 100_000_000 },
    default: 0,
  }),
  organization_budget_snapshots: number({
    label: 'Snapshots of one organization',
    help: 'Of the rooms of each organization. 0: no limit.',
    group: 'Budgets',
    unit: 'snapshots',
    bounds: { min: 0, max: 100_000_000 },
    default: 0,
  }),
  organization_budget_mb: number({
    label: 'Disk for one organization',
    help: 'For the snapshots of the rooms of each organization. 0: no limit.',
    group: 'Budgets',
    unit: 'MB',
    bounds: { min: 0, max: 100_000_000 },
    default: 0,
  }),
  free_disk_floor_mb: number({
    label: 'Leave free on the disk',
    help: 'With less than this free no snapshot is made.',
    group: 'Budgets',
    unit: 'MB',
    bounds: { min: 0, max: 100_000_000 },
    default: 500,
  }),
  mass_deletion_snapshots: number({
    label: 'Stop at so many removals',
    help: 'A run that would remove more snapshots of a policy set than this removes none, and waits for a person.',
    group: 'Automation',
    unit: 'snapshots',
    bounds: { min: 0, max: 1_000_000 },
    default: 50,
  }),
  mass_deletion_percent: number({
    label: 'Stop at this share of a set',
    help: 'The same for a share of the snapshots that the policy set has.',
    group: 'Automation',
    unit: '%',
    bounds: { min: 0, max: 100 },
    default: 20,
  }),
  notice_folder: {
    schema: plainText(1000).refine(
      (text) => text === '' || /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(text),
      'must be a whole path such as /srv/notices or D:\\notices, or be empty',
    ),
    default: '',
    label: 'Folder for notices',
    help: 'Each notice is added to sts-notices.jsonl in this folder, a JSON object a line. Empty: none.',
    group: 'Notices',
    unit: null,
    bounds: null,
  },
  care_hour: number({
    label: 'Care of the store at',
    help: 'Each day at this hour (UTC): old tasks and measurements are removed, unused files collected, files checked.',
    group: 'Storage',
    unit: 'h UTC',
    bounds: { min: 0, max: 23 },
    default: 2,
  }),
  blob_grace_hours: number({
    label: 'Keep unused files',
    help: 'Files that nothing points to any more are removed after this time.',
    group: 'Storage',
    unit: 'hours',
    bounds: { min: 1, max: 8_760 },
    default: 72,
  }),
  blob_check_days: number({
    label: 'Check each file every',
    help: 'Each stored file is read and hashed again at least this often.',
    group: 'Storage',
    unit: 'days',
    bounds: { min: 1, max: 365 },
    default: 30,
  }),
  metrics_keep_hours: number({
    label: 'Keep measurements by the minute',
    help: 'Older ones are kept by the hour, for 30 days.',
    group: 'Storage',
    unit: 'hours',
    bounds: { min: 1, max: 720 },
    default: 168,
  }),
} as const

/** A whole number with its bounds, said once. */
function number<Unit extends string>(spec: {
  label: string
  help: string
  group: string
  unit: Unit
  bounds: { min: number; max: number }
  default: number
}) {
  return { ...spec, schema: whole(spec.unit, spec.bounds.min, spec.bounds.max) }
}

export type SettingName = keyof typeof settingSpecs

export const settingsSchema = z.strictObject({
  workspace_name: settingSpecs.workspace_name.schema,
  idle_lock_minutes: settingSpecs.idle_lock_minutes.schema,
  task_timeout_s: settingSpecs.task_timeout_s.schema,
  tasks_keep_hours: settingSpecs.tasks_keep_hours.schema,
  cache_memory_mb: settingSpecs.cache_memory_mb.schema,
  cache_unused_hours: settingSpecs.cache_unused_hours.schema,
  budget_snapshots: settingSpecs.budget_snapshots.schema,
  budget_mb: settingSpecs.budget_mb.schema,
  organization_budget_snapshots: settingSpecs.organization_budget_snapshots.schema,
  organization_budget_mb: settingSpecs.organization_budget_mb.schema,
  free_disk_floor_mb: settingSpecs.free_disk_floor_mb.schema,
  mass_deletion_snapshots: settingSpecs.mass_deletion_snapshots.schema,
  mass_deletion_percent: settingSpecs.mass_deletion_percent.schema,
  notice_folder: settingSpecs.notice_folder.schema,
  care_hour: settingSpecs.care_hour.schema,
  blob_grace_hours: settingSpecs.blob_grace_hours.schema,
  blob_check_days: settingSpecs.blob_check_days.schema,
  metrics_keep_hours: settingSpecs.metrics_keep_hours.schema,
} satisfies { [Name in SettingName]: (typeof settingSpecs)[Name]['schema'] })
export type WorkspaceSettings = z.infer<typeof settingsSchema>

export const settings = {
  get: procedure({ permission: 'settings.view', room: notRoomScoped, audit: reads })
    .route({ method: 'GET', path: '/api/v1/settings', summary: 'The settings of the workspace' })
    .input(z.strictObject({}).optional())
    .output(settingsSchema),
  update: procedure({
    permission: 'settings.update',
    room: notRoomScoped,
    audit: 'settings.updated',
  })
    .route({ method: 'PATCH', path: '/api/v1/settings', summary: 'Change settings' })
    .input(
      settingsSchema.partial().refine((fields) => Object.keys(fields).length > 0, {
        error: 'must name at least one setting to change',
      }),
    )
    .output(settingsSchema),
}
