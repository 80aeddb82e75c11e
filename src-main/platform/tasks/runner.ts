import type { TaskKind } from '../../../src-shared/contract/enums.ts'
import { errorCatalogue } from '../../../src-shared/contract/errors.ts'
import type { Clock } from '../clock/index.ts'
import type { Executor } from '../db/index.ts'
import { DomainError, systemCode } from '../domain-error.ts'
import type { Log } from '../log/index.ts'
import * as store from './store.ts'
import { createTurns } from './turns.ts'

/** What a kind of task does. `By` is who may cancel one. */
export interface TaskHandler<By = unknown> {
  /**
   * Does the work and commits it together with `settle(trx, { status: 'completed', … })`, so that
   * the work and its task are done at the same moment or not at all.
   */
  run(task: store.TaskRow, context: TaskContext): Promise<void>
  /**
   * The task ends without its work: notes it on the subject and settles the task, in one
   * transaction; in it, too, what there is to write of whoever cancelled the task.
   */
  abandon(
    task: store.TaskRow,
    why: { status: 'failed' | 'cancelled'; error: TaskError; by: By | undefined },
  ): Promise<void>
}

export interface TaskContext {
  /** Aborts when the task is cancelled, runs out of time, or the program stops. */
  signal: AbortSignal
  /** Progress 0–100 with a step in words; kept in memory, told to whoever listens. */
  report(progress: number, step: string): void
}

export interface TaskError {
  code: string
  message: string
  /** What was to be spared, where that is why it was not done. */
  budget?: 'snapshots' | 'bytes' | 'disk'
}

export interface Tasks<By = unknown> {
  /** Adds a task inside the transaction of the change that wants it. Call `kick` once it is durable. */
  add(trx: Executor<store.TaskTables>, task: NewTask): Promise<store.TaskRow>
  /** Writes how a task ended, inside the transaction that commits its work. */
  settle(
    trx: Executor<store.TaskTables>,
    id: string,
    end: { status: 'completed' | 'failed' | 'cancelled'; result?: unknown; error?: TaskError },
  ): Promise<void>
  /** Removes a task that has ended, so that its id is free for the next try. */
  forget(trx: Executor<store.TaskTables>, id: string): Promise<void>
  /** Looks for work. */
  kick(): void
  /** Removes tasks that ended before this time, a few at a time. @returns how many */
  removeEnded(before: string): Promise<number>
  /** How many there are of each kind that wait, and that run. */
  depth(): Promise<{ pending: number; running: number }>
  /** The task with its live progress. */
  get(id: string): Promise<store.TaskRow | undefined>
  list: (
    filter: Parameters<typeof store.list>[1],
    scope: Parameters<typeof store.list>[2],
  ) => Promise<{ rows: store.TaskRow[]; total: number }>
  /** @returns false when the task has ended already */
  cancel(id: string, by?: By): Promise<boolean>
  /** What ran when the program died runs again; then the runner starts. */
  start(): Promise<void>
  /** Stops taking work, interrupts what runs, and leaves it to be resumed at the next start. */
  stop(): Promise<void>
  /** Resolves when nothing is pending or running. */
  idle(): Promise<void>
}

export interface NewTask {
  id: string
  kind: TaskKind
  subject_id: string
  room_id: string | null
  title: string
  created_by: string | null
  /** Whose turn it is; the room's where not given. */
  queue?: string
  priority?: number
  timeout_s?: number
}

const maxAttempts = 3
const backOffMillis = [500, 2_000]
/** How long to wait after the database itself refused (full or locked), and the longest wait of all. */
const databaseWaitMillis = 2_000
const longestWaitMillis = 3_600_000
/** As many rows as go in one short statement. */
const removedAtOnce = 500

/** Ends the work of a task; which it was decides what becomes of it. */
class Interruption extends Error {
  readonly why: 'cancelled' | 'stopping' | 'timeout'
  constructor(why: 'cancelled' | 'stopping' | 'timeout') {
    super(why)
    this.why = why
  }
}

export function createTasks<By = unknown>(options: {
  db: Executor<store.TaskTables>
  clock: Clock
  log: Log
  /** Which kinds share how many places: long walks must not keep what a person waits for waiting. */
  places: readonly { kinds: readonly TaskKind[]; at_once: number }[]
  /** How long a task may run that does not say so itself; asked as each is added. */
  timeout_s?: () => number
  handlers: Record<TaskKind, TaskHandler<By>>
  onChange: (task: store.TaskRow) => void
  /** Told how long each task waited for its first try, and how long each try ran. */
  onMeasured?: (kind: TaskKind, what: 'wait' | 'run', millis: number) => void
}): Tasks<By> {
  const { db, clock, log, places, handlers, onChange, onMeasured } = options
  const running = new Map<
    string,
    { kind: TaskKind; abort: AbortController; ended: Promise<void> }
  >()
  const turns = createTurns()
  const cancelledBy = new Map<string, By>()
  const live = new Map<string, { progress: number; step: string }>()
  const idleListeners = new Set<() => void>()
  let state: 'new' | 'open' | 'stopping' = 'new'
  let looking: Promise<void> | undefined
  let lookAgain = false
  let wake: NodeJS.Timeout | undefined
  const pauses = new Set<() => void>()

  const withLive = (row: store.TaskRow): store.TaskRow =>
    row.status === 'running' ? { ...row, ...live.get(row.id) } : row
  const tell = async (id: string) => {
    const row = await store.byId(db, id)
    if (row !== undefined) onChange(withLive(row))
  }

  const kick = () => {
    if (state !== 'open') return
    if (looking !== undefined) {
      lookAgain = true
      return
    }
    looking = look()
      .catch((error: unknown) => {
        log.error({ err: error }, 'the task runner could not look for work')
        wakeIn(databaseWaitMillis)
      })
      .finally(() => {
        looking = undefined
        if (lookAgain) {
          lookAgain = false
          kick()
        } else notifyIfIdle()
      })
  }

  const isFull = ({ kinds, at_once }: (typeof places)[number]) =>
    [...running.values()].filter(({ kind }) => kinds.includes(kind)).length >= at_once

  const look = async () => {
    for (const place of places) await fill(place)
    await sleepUntilNextTry()
  }

  const fill = async (place: (typeof places)[number]) => {
    while (state === 'open' && !isFull(place)) {
      const task = await store.nextPending(db, clock.iso(), place.kinds)
      if (task === undefined) break
      const started = {
        status: 'running' as const,
        attempts: task.attempts + 1,
        started_at: task.started_at ?? clock.iso(),
        not_before: null,
      }
      await store.change(db, task.id, started)
      turns.taken(task)
      if (task.attempts === 0) {
        onMeasured?.(task.kind, 'wait', clock.millis() - Date.parse(task.created_at))
      }
      begin({ ...task, ...started })
    }
  }

  const sleepUntilNextTry = async () => {
    clearTimeout(wake)
    // With every place taken, the end of a task looks for the next one.
    if (places.every(isFull)) return
    const at = await store.nextWake(db)
    if (at !== null) wakeIn(Date.parse(at) - clock.millis())
  }

  /** Holds the process: a command must not end while its task waits for the next try. */
  const wakeIn = (millis: number) => {
    clearTimeout(wake)
    if (state === 'open') {
      wake = setTimeout(kick, Math.min(Math.max(10, millis), longestWaitMillis))
    }
  }

  const begin = (task: store.TaskRow) => {
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(new Interruption('timeout')), task.timeout_s * 1000)
    const since = performance.now()
    const ended = work(task, abort.signal)
      .catch((error: unknown) =>
        log.error({ err: error, task: task.id }, 'a task could not be ended'),
      )
      .finally(() => {
        clearTimeout(timer)
        onMeasured?.(task.kind, 'run', performance.now() - since)
        running.delete(task.id)
        cancelledBy.delete(task.id)
        live.delete(task.id)
        kick()
      })
    running.set(task.id, { kind: task.kind, abort, ended })
    onChange(task)
  }

  const work = async (task: store.TaskRow, signal: AbortSignal) => {
    const handler = handlers[task.kind]
    try {
      await handler.run(task, {
        signal,
        report: (progress, step) => {
          live.set(task.id, { progress, step })
          onChange({ ...task, progress, step })
        },
      })
      const after = await store.byId(db, task.id)
      if (after?.status === 'running')
        throw new Error(`Task ${task.id} ended without being settled.`)
    } catch (error) {
      await end(task, handler, signal.aborted ? signal.reason : error)
    }
    await tell(task.id)
  }

  /** Until it is written: a task that nobody runs must not stay `running`. */
  const end = async (task: store.TaskRow, handler: TaskHandler<By>, error: unknown) => {
    for (;;) {
      try {
        return await failed(task, handler, error)
      } catch (refused) {
        log.error({ err: refused, task: task.id }, 'the end of a task could not be written')
        if (state !== 'open') return
        await pause(databaseWaitMillis)
      }
    }
  }

  const pause = (millis: number) =>
    new Promise<void>((resolve) => {
      const over = () => {
        clearTimeout(timer)
        pauses.delete(over)
        resolve()
      }
      const timer = setTimeout(over, millis)
      pauses.add(over)
    })

  const failed = async (task: store.TaskRow, handler: TaskHandler<By>, error: unknown) => {
    if ((await store.byId(db, task.id))?.status !== 'running') {
      // Its work is committed: what goes wrong afterwards does not undo it.
      log.error({ err: error, task: task.id }, 'something failed after a task was settled')
      return
    }
    if (error instanceof Interruption && error.why === 'stopping') {
      await store.change(db, task.id, { status: 'pending', attempts: task.attempts - 1 })
      return
    }
    if (isTransient(error) && task.attempts < task.max_attempts) {
      const wait = backOffMillis[task.attempts - 1] ?? 2_000
      log.warn({ err: error, task: task.id, attempt: task.attempts }, 'a task will be tried again')
      await store.change(db, task.id, {
        status: 'pending',
        not_before: new Date(clock.millis() + wait).toISOString(),
      })
      return
    }
    const cancelled = error instanceof Interruption && error.why === 'cancelled'
    if (!cancelled) log.error({ err: error, task: task.id }, 'a task failed')
    await handler.abandon(task, {
      status: cancelled ? 'cancelled' : 'failed',
      error: describe(error, task),
      by: cancelled ? cancelledBy.get(task.id) : undefined,
    })
  }

  const interrupt = async (id: string): Promise<boolean> => {
    const active = running.get(id)
    active?.abort.abort(new Interruption('cancelled'))
    await active?.ended
    return active !== undefined
  }

  const notifyIfIdle = () => {
    if (running.size > 0 || looking !== undefined) return
    for (const listener of idleListeners) listener()
  }

  return {
    kick,
    add: async (trx, { queue, ...task }) => {
      const row: store.TaskRow = {
        priority: 0,
        timeout_s: options.timeout_s?.() ?? 300,
        ...task,
        turn: turns.next(queue ?? task.room_id, task.priority ?? 0),
        status: 'pending',
        progress: 0,
        step: 'queued',
        attempts: 0,
        max_attempts: maxAttempts,
        not_before: null,
        created_at: clock.iso(),
        started_at: null,
        finished_at: null,
        result: null,
        error: null,
      }
      await store.insert(trx, row)
      return row
    },
    settle: async (trx, id, end) => {
      await store.change(trx, id, {
        status: end.status,
        ...(end.status === 'completed'
          ? { progress: 100, step: 'committed' }
          : { step: end.status }),
        finished_at: clock.iso(),
        result: end.result === undefined ? null : JSON.stringify(end.result),
        error: end.error === undefined ? null : JSON.stringify(end.error),
      })
    },
    forget: (trx, id) => store.remove(trx, id),
    removeEnded: async (before) => {
      let removed = 0
      for (;;) {
        const count = await store.removeEnded(db, before, removedAtOnce)
        removed += count
        if (count < removedAtOnce) return removed
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    depth: async () => ({ pending: await store.countPending(db), running: running.size }),
    get: async (id) => {
      const row = await store.byId(db, id)
      return row === undefined ? undefined : withLive(row)
    },
    list: async (filter, scope) => {
      const { rows, total } = await store.list(db, filter, scope)
      return { rows: rows.map(withLive), total }
    },
    cancel: async (id, by) => {
      if (by !== undefined && running.has(id)) cancelledBy.set(id, by)
      const interrupted = await interrupt(id)
      const task = await store.byId(db, id)
      if (interrupted && task?.status === 'cancelled') return true
      // Pending from the start, or since its last try failed in this very moment.
      if (task?.status !== 'pending') return false
      await handlers[task.kind].abandon(task, {
        status: 'cancelled',
        error: describe(new Interruption('cancelled'), task),
        by,
      })
      // It may have been taken up while the cancelling was being written.
      await interrupt(id)
      await tell(id)
      return true
    },
    start: async () => {
      for (const task of await store.withStatus(db, 'running')) {
        // The program died, not the task: the interrupted try does not count.
        await store.change(db, task.id, {
          status: 'pending',
          attempts: Math.max(0, task.attempts - 1),
          not_before: null,
        })
      }
      turns.goOn(await store.withStatus(db, 'pending'))
      state = 'open'
      kick()
    },
    stop: async () => {
      state = 'stopping'
      clearTimeout(wake)
      await looking
      const all = [...running.values()]
      for (const { abort } of all) abort.abort(new Interruption('stopping'))
      for (const over of pauses) over()
      await Promise.all(all.map(({ ended }) => ended))
    },
    idle: async () => {
      for (;;) {
        if (running.size === 0 && looking === undefined) {
          const [pending] = await store.withStatus(db, 'pending')
          if (pending === undefined) return
        }
        await new Promise<void>((resolve) => {
          const listener = () => {
            idleListeners.delete(listener)
            resolve()
          }
          idleListeners.add(listener)
        })
      }
    },
  }
}

/** Faults that may pass by themselves. Everything else would fail again the same way. */
function isTransient(error: unknown): boolean {
  const code = systemCode(error) ?? ''
  return (
    /^(SQLITE_BUSY|SQLITE_LOCKED|EBUSY|EAGAIN|EMFILE|ENFILE|EIO|WORKER_CRASHED)/.test(code) &&
    !(error instanceof DomainError)
  )
}

function describe(error: unknown, task: store.TaskRow): TaskError {
  if (error instanceof Interruption) {
    return error.why === 'cancelled'
      ? { code: 'CANCELLED', message: 'The task was cancelled.' }
      : {
          code: 'TIMEOUT',
          message: `The task took longer than ${task.timeout_s} s and was stopped.`,
        }
  }
  if (error instanceof DomainError) {
    const { budget } = error.data
    return {
      code: error.code,
      message: error.message,
      ...(budget === undefined ? {} : { budget: budget.of }),
    }
  }
  if (systemCode(error) === 'ERR_WORKER_OUT_OF_MEMORY') {
    return {
      code: 'OUT_OF_MEMORY',
      message: 'This took more memory than one task may use: leave parts of the room out.',
    }
  }
  const code = systemCode(error) ?? ''
  if (code === 'ENOSPC') return { code: 'DISK_FULL', message: errorCatalogue.DISK_FULL.message }
  if (/^(EACCES|EPERM|EROFS)$/.test(code)) {
    return {
      code: 'WORKSPACE_UNUSABLE',
      message: 'The workspace cannot be written to: check the rights of its directory.',
    }
  }
  return {
    code: 'INTERNAL_SERVER_ERROR',
    message: `Something went wrong while this was made (task ${task.id}; the log has the details).`,
  }
}
