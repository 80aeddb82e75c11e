import { z } from 'zod'
import { listSearch } from '../../ui/list-search.ts'
import { periods } from './periods.ts'

export const procedureSorts = ['name', 'count', 'errors', 'p50', 'p95', 'p99'] as const
export type ProcedureSort = (typeof procedureSorts)[number]

/** The part of the address that the metrics have: of what time, and how the procedures are listed. */
export const metricsSearchSchema = z.object({
  period: z.enum(periods).optional().catch(undefined),
  q: listSearch.q,
  sort: z.enum(procedureSorts).optional().catch(undefined),
  direction: listSearch.direction,
})
export type MetricsSearch = z.infer<typeof metricsSearchSchema>
