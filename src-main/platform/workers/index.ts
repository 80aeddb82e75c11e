import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { Piscina } from 'piscina'

export { failureError, failureValue, type ThreadFailure } from './failure.ts'
export { createTalk, type Talk } from './talk.ts'

/**
 * Threads that run one entry file. A job is given a port of its own: what it posts there reaches
 * `onMessage`, and what `onMessage` returns (if anything) is posted back.
 */
export interface WorkerPool<Job, Result> {
  /**
   * Runs a job. When `signal` aborts, the job is told (`{ cancel: true }` on its port) and given
   * `graceMillis` to stop by itself; then its thread is ended.
   * @throws the job’s error; an error with code `WORKER_CRASHED` when the thread died
   */
  run(
    job: Job,
    options?: {
      signal?: AbortSignal
      onMessage?: (message: unknown) => unknown
    },
  ): Promise<Result>
  /** Starts every thread, so that the first job finds everything loaded. */
  warm(job: Job): Promise<void>
  threads: number
  close(): Promise<void>
}

const graceMillis = 5_000

/** @param young cap of a thread's young generation in MB: half the memory at the same speed */
export function createWorkerPool<Job extends object, Result>(options: {
  file: string
  threads: number
  young?: number
  old?: number
  workerData?: unknown
}): WorkerPool<Job, Result> {
  const pool = new Piscina<Job & { port?: MessagePort }, Result>({
    filename: options.file,
    minThreads: 0,
    maxThreads: options.threads,
    idleTimeout: 60_000,
    concurrentTasksPerWorker: 1,
    workerData: options.workerData,
    resourceLimits: {
      maxYoungGenerationSizeMb: options.young ?? 16,
      maxOldGenerationSizeMb: options.old ?? 512,
    },
  })
  // Each job's own promise carries its failure.
  pool.on('error', () => undefined)

  const run: WorkerPool<Job, Result>['run'] = async (job, { signal, onMessage } = {}) => {
    signal?.throwIfAborted()
    const { port1, port2 } = new MessageChannel()
    const hard = new AbortController()
    let grace: NodeJS.Timeout | undefined
    const cancel = () => {
      port1.postMessage({ cancel: true })
      grace = setTimeout(() => hard.abort(), graceMillis)
    }
    signal?.addEventListener('abort', cancel, { once: true })
    port1.on('message', (message: unknown) => {
      void Promise.resolve(onMessage?.(message)).then((answer) => {
        if (answer !== undefined) port1.postMessage({ answer })
      })
    })
    try {
      return await pool.run({ ...job, port: port2 }, { transferList: [port2], signal: hard.signal })
    } catch (error) {
      throw workerFault(error)
    } finally {
      clearTimeout(grace)
      signal?.removeEventListener('abort', cancel)
      port1.close()
    }
  }

  return {
    run,
    threads: options.threads,
    warm: async (job) => {
      await Promise.all(Array.from({ length: options.threads }, () => run(job)))
    },
    close: async () => {
      await pool.destroy()
    },
  }
}

/** A thread that died (crash, out of memory) is a fault of its own kind; a job's own error stays as it is. */
function workerFault(error: unknown): unknown {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return error
  }
  if (
    error instanceof Error &&
    /worker (thread )?exited|Terminating worker thread/i.test(error.message)
  ) {
    return Object.assign(new Error('A worker thread died.', { cause: error }), {
      code: 'WORKER_CRASHED',
    })
  }
  return error
}
