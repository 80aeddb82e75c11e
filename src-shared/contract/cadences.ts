import { z } from 'zod'
import { parseDuration } from '../rules/duration.ts'
import { cronProblem } from '../rules/schedule.ts'
import { isTimeZone } from '../rules/zoned-time.ts'
import { roomStatuses, scheduleEvents, weekdays } from './enums.ts'
import { plainText, shortText } from './procedure.ts'

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 02:00')

/** When a cadence is due; times are those of its zone. */
export const scheduleSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('hourly') }),
    z.strictObject({ kind: z.literal('daily'), at: timeOfDay }),
    z.strictObject({
      kind: z.literal('weekly'),
      days: z
        .array(z.enum(weekdays))
        .min(1, 'must name at least one day')
        .refine((days) => new Set(days).size === days.length, 'must name each day once'),
      at: timeOfDay,
    }),
    z.strictObject({
      kind: z.literal('monthly'),
      /** 31 is the last day of each month. */
      day: z.number().int().min(1).max(31),
      at: timeOfDay,
    }),
    z.strictObject({
      kind: z.literal('cron'),
      expression: plainText(200).superRefine((expression, context) => {
        const problem = cronProblem(expression)
        if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
      }),
    }),
    z
      .strictObject({
        kind: z.literal('event'),
        event: z.enum(scheduleEvents),
        /** Of `before_eta`: how long before it, as an ISO-8601 duration. */
        before: z
          .string()
          .regex(
            /^P(?=\d|T\d)(\d{1,4}D)?(T(?=\d)(\d{1,4}H)?(\d{1,4}M)?)?$/,
            'must be a duration such as PT24H or P2D',
          )
          .optional(),
      })
      .refine(({ event, before }) => (event === 'before_eta') === (before !== undefined), {
        path: ['before'],
        message: 'is needed for before_eta, and for no other event',
      }),
  ],
  {
    error: (issue) =>
      issue.input === undefined
        ? 'is needed'
        : 'must be an object whose kind is hourly, daily, weekly, monthly, cron, or event',
  },
)

export const timeZone = z
  .string()
  .max(64, 'must have at most 64 characters')
  .refine(isTimeZone, 'must be a time zone such as Europe/Athens or UTC')

const count = z
  .number()
  .int('must be a whole number')
  .min(-1, 'must be a count such as 7; 0 keeps none by this, -1 keeps all')
  .max(100_000)
  .optional()
const span = z
  .string()
  .superRefine((text, context) => {
    const parsed = parseDuration(text)
    if ('problem' in parsed) context.addIssue({ code: 'custom', message: parsed.problem })
  })
  .optional()

/** What stays of a cadence's snapshots; all of it zero or left out keeps everything. */
export const retentionSchema = z.strictObject({
  last: count,
  hourly: count,
  daily: count,
  weekly: count,
  monthly: count,
  yearly: count,
  within: span,
  within_hourly: span,
  within_daily: span,
  within_weekly: span,
  within_monthly: span,
  within_yearly: span,
})

export const cadenceSchema = z.strictObject({
  name: shortText(60),
  schedule: scheduleSchema,
  time_zone: timeZone.default('UTC'),
  retention: retentionSchema,
})
export type Cadence = z.infer<typeof cadenceSchema>

/** Which rooms a set is for, within its scope; what is left out does not narrow it. */
export const policyMatchSchema = z
  .strictObject({
    statuses: z.array(z.enum(roomStatuses)).min(1).optional(),
    title_prefix: shortText(200).optional(),
    title_contains: shortText(200).optional(),
    cargo_types: z.array(shortText(100)).min(1).max(50).optional(),
    /** The room has all of them. */
    tags: z.array(shortText(50)).min(1).max(50).optional(),
    /** Hours from now to the ETA; negative when it has passed. */
    eta_hours_from: z.number().min(-100_000).max(100_000).optional(),
    eta_hours_to: z.number().min(-100_000).max(100_000).optional(),
  })
  .refine(
    ({ eta_hours_from: from, eta_hours_to: to }) =>
      from === undefined || to === undefined || from <= to,
    { path: ['eta_hours_to'], message: 'must not be less than eta_hours_from' },
  )
