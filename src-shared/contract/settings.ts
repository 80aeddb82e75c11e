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
  idle_lock_minutes: {
    schema: whole('minutes', 1, 1440),
    default: 30,
    label: 'Lock after idle',
    help: 'A window that nobody touches for so long asks for the password again. Takes effect at once.',
    group: 'Sign-in',
    unit: 'minutes',
    bounds: { min: 1, max: 1440 },
  },
  task_timeout_s: {
    schema: whole('seconds', 10, 3600),
    default: 300,
    label: 'Task timeout',
    help: 'A task that runs longer is stopped and counts as failed. Takes effect for tasks started from now on.',
    group: 'Tasks',
    unit: 'seconds',
    bounds: { min: 10, max: 3600 },
  },
} as const

export type SettingName = keyof typeof settingSpecs

export const settingsSchema = z.strictObject({
  workspace_name: settingSpecs.workspace_name.schema,
  idle_lock_minutes: settingSpecs.idle_lock_minutes.schema,
  task_timeout_s: settingSpecs.task_timeout_s.schema,
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
