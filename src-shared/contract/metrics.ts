import { z } from 'zod'
import { taskKinds } from './enums.ts'
import { notRoomScoped, procedure, reads } from './procedure.ts'

const whole = z.number().int()
/** Of no value there is none: null. */
const figure = z.number().nullable()

/** The last so many hours; more than 6 are counted in whole hours (UTC). */
const period = z.strictObject({
  hours: z
    .number()
    .int('must be a whole number of hours')
    .min(1, 'must be at least 1 hour')
    .max(720, 'must be at most 720 hours')
    .default(24),
})

/** Milliseconds. Quantiles are within 2 % of the true value. */
const timesSchema = z.object({
  count: whole,
  min: figure,
  mean: figure,
  p50: figure,
  p95: figure,
  p99: figure,
  max: figure,
})
export type Times = z.infer<typeof timesSchema>

const snapshotCounts = {
  /** Rendered; the others were found in that layer. */
  made: whole,
  memory: whole,
  disk: whole,
  failed: whole,
  cancelled: whole,
}
const cacheCounts = { memory_hits: whole, disk_hits: whole, misses: whole }
const storageGauges = { database_bytes: figure, blob_bytes: figure, free_bytes: figure }
/** When the minute or hour starts. One in which nothing was measured is not there. */
const at = z.string()

export const metricsReportSchema = z.object({
  from: z.string(),
  to: z.string(),
  span: z.enum(['minute', 'hour']),
  snapshots: z.object({
    ...snapshotCounts,
    hit_rate_percent: figure,
    /** Of those that were made. */
    times: timesSchema,
    timeline: z.array(z.object({ at, ...snapshotCounts, p50: figure, p95: figure, p99: figure })),
  }),
  /** The most called first. */
  procedures: z.array(timesSchema.extend({ name: z.string(), errors: whole })),
  cache: z.object({
    entries: whole,
    bytes: whole,
    limit_bytes: whole,
    evictions: whole,
    ...cacheCounts,
    hit_rate_percent: figure,
    timeline: z.array(z.object({ at, ...cacheCounts })),
  }),
  tasks: z.object({
    pending: whole,
    running: whole,
    kinds: z.array(z.object({ kind: z.enum(taskKinds), wait: timesSchema, run: timesSchema })),
    /** The mean number of waiting tasks. */
    timeline: z.array(z.object({ at, pending: z.number() })),
  }),
  storage: z.object({
    ...storageGauges,
    timeline: z.array(z.object({ at, ...storageGauges })),
  }),
})
export type MetricsReport = z.infer<typeof metricsReportSchema>

/** What the predecessor's clients read, field by field. */
export const metricsSummarySchema = z.object({
  timestamp: z.string(),
  period_hours: whole,
  summary: z.string(),
  pdf_generation: z.object({
    total_generations: whole,
    cached_count: whole,
    generated_count: whole,
    failed_count: whole,
    cache_hit_rate_percent: z.number(),
    /** Milliseconds, of those that were generated. */
    statistics: z.object({
      min: figure,
      max: figure,
      mean: figure,
      median: figure,
      p95: figure,
      p99: figure,
      count: whole,
    }),
  }),
  api_performance: z.object({
    total_requests: whole,
    by_status_code: z.record(z.string(), whole),
    endpoints: z.record(
      z.string(),
      z.object({
        count: whole,
        errors: whole,
        mean: figure,
        p50: figure,
        p95: figure,
        p99: figure,
      }),
    ),
  }),
  cache: z.object({
    memory_entries: whole,
    memory_used_mb: z.number(),
    memory_limit_mb: z.number(),
    memory_hits: whole,
    disk_hits: whole,
    cache_misses: whole,
    total_requests: whole,
    hit_rate_percent: z.number(),
    disk_used_mb: z.number(),
    cache_evictions: whole,
  }),
})
export type MetricsSummary = z.infer<typeof metricsSummarySchema>

export const metrics = {
  summary: procedure({ permission: 'metrics.view', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/snapshots/metrics/summary',
      summary: 'How many snapshots were made, from where, and how fast; calls; cache',
    })
    .input(period)
    .output(metricsSummarySchema),
  report: procedure({ permission: 'metrics.view', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/metrics',
      summary: 'Snapshots, procedures, cache, tasks, and storage, with how they went over time',
    })
    .input(period)
    .output(metricsReportSchema),
}
