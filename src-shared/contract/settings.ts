import { z } from 'zod'
import { notRoomScoped, procedure, reads, shortText } from './procedure.ts'

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
