import { failureError } from '../../platform/workers/index.ts'
import type { ModelSource, ReadModel, SnapshotReaderAnswer, SnapshotReaderJob } from './reader.ts'

/** Models of rooms, read and compared on the reader threads. */
export interface ModelReader {
  read(source: ModelSource): Promise<ReadModel>
  compare(
    from: ModelSource,
    to: ModelSource,
  ): Promise<Extract<SnapshotReaderAnswer, { kind: 'snapshots.compare' }>>
}

/** @param run hands one job to a thread */
export function createModelReader(
  run: (job: SnapshotReaderJob) => Promise<{ kind: string }>,
  workspaceDir: string,
): ModelReader {
  const ask = async <Kind extends SnapshotReaderJob['kind']>(
    job: SnapshotReaderJob & { kind: Kind },
  ): Promise<Extract<SnapshotReaderAnswer, { kind: Kind }>> => {
    const answer = await run(job)
    if (isOf('failed', answer)) throw failureError(answer.error)
    if (!isOf(job.kind, answer)) {
      throw new Error(`A reader thread answered ${answer.kind} to ${job.kind}.`)
    }
    return answer
  }
  return {
    read: async (source) => (await ask({ kind: 'snapshots.model', workspaceDir, source })).read,
    compare: (from, to) => ask({ kind: 'snapshots.compare', workspaceDir, from, to }),
  }
}

const isOf = <Kind extends SnapshotReaderAnswer['kind']>(
  kind: Kind,
  answer: { kind: string },
): answer is Extract<SnapshotReaderAnswer, { kind: Kind }> => answer.kind === kind
