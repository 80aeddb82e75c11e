import type {
  AuditFilter,
  AuditStatistics,
  ExportFormat,
  TimelineBucket,
  VerifyChain,
} from '../../../src-shared/contract/audit.ts'
import { failureError, type WorkerPool } from '../../platform/workers/index.ts'
import type { AuditReaderAnswer, AuditReaderJob, ExportedFile } from './reader.ts'
import type { Look, StretchCount } from './search-store.ts'
import type { HeldAgainst } from './verify.ts'

type RunOptions = Parameters<WorkerPool<object, unknown>['run']>[1]

/** The trail as the reader threads read it. Aborting `signal` ends a job between two batches. */
export interface TrailReader {
  verify(
    job: { from_seq: number; checkpoint: HeldAgainst | undefined },
    options?: RunOptions,
  ): Promise<VerifyChain>
  statistics(filter: Look): Promise<AuditStatistics>
  timeline(filter: Look, bucket: TimelineBucket): Promise<StretchCount[]>
  export(
    job: { filter: AuditFilter; format: ExportFormat; file: string | null },
    options: RunOptions,
  ): Promise<ExportedFile>
}

/** @param run hands one job to a thread */
export function createTrailReader(
  run: (job: AuditReaderJob, options?: RunOptions) => Promise<{ kind: string }>,
): TrailReader {
  const ask = async <Kind extends AuditReaderJob['kind']>(
    kind: Kind,
    job: AuditReaderJob,
    options?: RunOptions,
  ): Promise<Extract<AuditReaderAnswer, { kind: Kind }>> => {
    const answer = await run(job, options)
    if (isOf('failed', answer)) throw failureError(answer.error)
    if (!isOf(kind, answer)) throw new Error(`A reader thread answered ${answer.kind} to ${kind}.`)
    return answer
  }
  return {
    verify: async (job, options) =>
      (await ask('audit.verify', { kind: 'audit.verify', ...job }, options)).found,
    statistics: async (filter) =>
      (await ask('audit.statistics', { kind: 'audit.statistics', filter })).statistics,
    timeline: async (filter, bucket) =>
      (await ask('audit.timeline', { kind: 'audit.timeline', filter, bucket })).counts,
    export: async (job, options) =>
      (await ask('audit.export', { kind: 'audit.export', ...job }, options)).exported,
  }
}

const isOf = <Kind extends AuditReaderAnswer['kind']>(
  kind: Kind,
  answer: { kind: string },
): answer is Extract<AuditReaderAnswer, { kind: Kind }> => answer.kind === kind
