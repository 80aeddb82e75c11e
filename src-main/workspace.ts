import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { availableParallelism, hostname } from 'node:os'
import { join } from 'node:path'
import { migrations } from '../migrations/index.ts'
import packageJson from '../package.json' with { type: 'json' }
import { contract } from '../src-shared/contract/index.ts'
import type { ChangeEvent } from '../src-shared/contract/system.ts'
import { megabyte } from '../src-shared/rules/sizes.ts'
import { fileStamp } from '../src-shared/rules/times.ts'
import { createAccess } from './features/access/index.ts'
import { createAccounts } from './features/accounts/index.ts'
import {
  type Call,
  createAudit,
  createAuditBackground,
  createAuditExports,
  createAuditLog,
  createCheckpoints,
  createSigner,
  createTrailReader,
  systemCall,
} from './features/audit/index.ts'
import { createDocuments } from './features/documents/index.ts'
import { createImports } from './features/imports/index.ts'
import { createMetrics } from './features/metrics/index.ts'
import { createNoticesFeature } from './features/notices/index.ts'
import { type Automation, createAutomation, createPolicies } from './features/policies/index.ts'
import { createRegistry } from './features/registry/index.ts'
import { createRooms } from './features/rooms/index.ts'
import { createSettings, type Settings } from './features/settings/index.ts'
import {
  type ArtefactCache,
  createArtefactCache,
  createFind,
  createMaking,
  createModelReader,
  createRestores,
  createSnapshotCare,
  createSnapshotGenerator,
  createSnapshotService,
  createSnapshotTasks,
  type RenderAnswer,
  type RenderJob,
  toTask,
} from './features/snapshots/index.ts'
import {
  createBudgets,
  createCare,
  createReportDamage,
  createStorage,
} from './features/storage/index.ts'
import type { Tables } from './features/tables.ts'
import { createTokens } from './features/tokens/index.ts'
import { placesOf } from './places.ts'
import { type BlobStore, createBlobStore } from './platform/blobs/index.ts'
import { type Clock, systemClock } from './platform/clock/index.ts'
import {
  type Db,
  lockWorkspace,
  migrate,
  openDatabase,
  quickCheck,
  refuseForeign,
} from './platform/db/index.ts'
import { DomainError } from './platform/domain-error.ts'
import { createEvents } from './platform/events/index.ts'
import { createFlowingExports } from './platform/exports/index.ts'
import { type Ids, randomIds } from './platform/ids/index.ts'
import { fileLog, type Log } from './platform/log/index.ts'
import { createMeter } from './platform/metrics/index.ts'
import { createPreviews } from './platform/previews/index.ts'
import { createSecretFile, type KeyStore } from './platform/secrets/index.ts'
import { createTasks, type Tasks } from './platform/tasks/index.ts'
import { createWorkerPool } from './platform/workers/index.ts'
import { changesOf } from './rpc/changes.ts'
import { routesOf } from './rpc/declared.ts'
import { createRouter, type Router } from './rpc/router.ts'
import type { Services } from './rpc/services.ts'
import type { ReaderAnswer, ReaderJob } from './workers/reader.ts'

export const databaseName = 'workspace.db'
export const programVersion: string = packageJson.version
export const programName = 'STS Clearance Desktop'

export interface OpenOptions {
  dir: string
  /** `import.meta.url` of the door that opens it. */
  entryUrl: string
  /** Makes the database; without it, a directory without one is refused. */
  create?: boolean
  /** Takes up tasks. Off for what only looks. */
  runTasks?: boolean
  /** Begins by itself what policy sets ask for: the doors that stay open. */
  automate?: boolean
  clock?: Clock
  ids?: (clock: Clock) => Ids
  /** The operating system's key store, where the door has one: it seals the signing key. */
  keyStore?: KeyStore
  /** Render threads; one fewer than the machine has cores, at least one, where not given. */
  threads?: number
}

/** An open workspace: the features behind the gate, and what doors need beside them. */
export interface Workspace {
  dir: string
  db: Db<Tables>
  blobs: BlobStore
  /** What memory has of the snapshots' files, for the doors that serve them. */
  artefacts: ArtefactCache
  clock: Clock
  services: Services
  settings: Settings
  router: Router
  tasks: Tasks<Call>
  automation: Automation
  log: Log
  /** Loads everything a first snapshot needs, so that it finds it warm. */
  warm(): Promise<void>
  /** The reverse of opening; running tasks are left resumable. */
  close(): Promise<void>
}

/**
 * Opens a workspace, in the one order of start-up: lock, database, quick check, copy and migrations
 * where some wait, recovery, features, tasks.
 * @throws WORKSPACE_BUSY, WORKSPACE_UNUSABLE, WORKSPACE_DAMAGED, WORKSPACE_NEWER
 */
export async function openWorkspace(options: OpenOptions): Promise<Workspace> {
  const { dir, create = false } = options
  const file = join(dir, databaseName)
  if (!create && !existsSync(file)) {
    throw new DomainError(
      'WORKSPACE_UNUSABLE',
      'There is no workspace in this directory. `sts init` makes one; nothing was changed.',
    )
  }
  if (!create) refuseForeign(file)
  const unlock = lockWorkspace(dir)
  let db: Db<Tables> | undefined
  try {
    db = openDatabase<Tables>(file, { create })
    quickCheck(db as Db<unknown>)
    await migrateWithCopy(db, dir, options.clock ?? systemClock)
    return await compose(options, db, unlock)
  } catch (error) {
    db?.close()
    unlock()
    throw error
  }
}

/** Migrates; when something waits and there is data, a copy of the database is made first. */
async function migrateWithCopy(db: Db<Tables>, dir: string, clock: Clock): Promise<void> {
  const isNew = db.pragma('page_count') === 0 || db.pragma('schema_version') === 0
  await migrate(db as Db<unknown>, migrations, () => {
    if (isNew) return
    const copies = join(dir, 'backups')
    mkdirSync(copies, { recursive: true })
    const copy = join(copies, `before-migration-${fileStamp(clock.iso())}Z.db`)
    db.exec(`vacuum into '${copy.replaceAll("'", "''")}'`)
  })
}

async function compose(
  options: OpenOptions,
  db: Db<Tables>,
  unlock: () => void,
): Promise<Workspace> {
  const { dir } = options
  const places = placesOf(options.entryUrl)
  const clock = options.clock ?? systemClock
  const ids = (options.ids ?? randomIds)(clock)
  const { log, close: closeLog } = fileLog(dir)
  const blobs = createBlobStore(dir, ids)
  await blobs.sweepTemporary()

  const events = createEvents<ChangeEvent>()
  const kysely = db.kysely
  let heard: Automation['heard'] = () => undefined
  const audit = createAudit({
    db: kysely,
    clock,
    log,
    onCommit: (entries) => {
      for (const event of entries.flatMap(changesOf)) events.publish(event)
      heard(entries.map(({ action }) => action))
    },
  })
  const settings = await createSettings({ db: kysely, audit, clock })
  const access = createAccess({ db: kysely, audit, clock })
  const accounts = createAccounts({
    db: kysely,
    audit,
    access,
    clock,
    ids,
    idleLockMinutes: () => settings.current().idle_lock_minutes,
  })
  const previews = createPreviews({ clock, ids })
  const rooms = createRooms({ db: kysely, audit, access, clock, ids, previews })
  const { changeRoom, seen, settleRooms } = rooms
  const registry = createRegistry({ db: kysely, audit, access, clock, ids, settleRooms })
  const documents = createDocuments({ db: kysely, audit, blobs, clock, ids, changeRoom, seen })

  const renderers = createWorkerPool<RenderJob, RenderAnswer>({
    file: places.renderWorker,
    threads: options.threads ?? Math.max(1, availableParallelism() - 1),
  })
  const readers = createWorkerPool<ReaderJob, ReaderAnswer>({
    file: places.readerWorker,
    // An export that somebody reads slowly must not keep a walk of the chain waiting.
    threads: 2,
  })
  const files = {
    database: join(dir, databaseName),
    workspaceDir: dir,
    fontsDirectory: places.fonts,
  }

  const reader = createTrailReader((job, jobOptions) =>
    readers.run({ ...job, database: files.database }, jobOptions),
  )
  const models = createModelReader((job) => readers.run({ ...job, database: files.database }), dir)
  const find = createFind(kysely)
  const auditBackground = createAuditBackground({
    db: kysely,
    audit,
    clock,
    ids,
    reader,
    temporary: join(dir, 'tmp'),
    tasks: () => tasks,
  })
  const flowing = createFlowingExports({ ids })
  const signer = createSigner({
    db: kysely,
    clock,
    secret: createSecretFile({
      directory: dir,
      name: 'audit-signing-key',
      keyStore: options.keyStore,
      log,
    }),
    workspace: { id: settings.workspaceId, name: async () => settings.current().workspace_name },
  })
  const checkpoints = createCheckpoints({ db: kysely, audit, ids, signer })
  const meter = createMeter({ db: kysely, clock, log })
  const budgets = createBudgets({ dir, settings: settings.current })
  const reportDamage = createReportDamage({ db: kysely, audit, clock, log })
  const artefacts = createArtefactCache({
    blobs,
    onCounted: (what) => meter.count('cache', what),
    limits: () => ({
      bytes: settings.current().cache_memory_mb * megabyte,
      unused_millis: settings.current().cache_unused_hours * 3_600_000,
    }),
  })
  const storage = createStorage({
    db: kysely,
    audit,
    blobs,
    budgets,
    clock,
    ids,
    databaseFiles: ['', '-wal', '-shm'].map((end) => `${files.database}${end}`),
    settings: settings.current,
    reportDamage,
    cleanUp: () => cleanUp(),
    history: () => metrics.storageHistory(),
    tasks: () => tasks,
  })
  const tasks: Tasks<Call> = createTasks<Call>({
    db: kysely,
    clock,
    log,
    places: [
      { kinds: ['generate_snapshot'], at_once: renderers.threads },
      { kinds: ['verify_audit', 'export_audit', 'check_storage'], at_once: 2 },
    ],
    onMeasured: (kind, what, millis) => meter.observe(`task_${what}`, kind, millis),
    timeout_s: () => settings.current().task_timeout_s,
    handlers: {
      generate_snapshot: createSnapshotGenerator({
        db: kysely,
        audit,
        blobs,
        cache: artefacts,
        clock,
        log,
        pool: renderers,
        places: files,
        settle: (...end) => tasks.settle(...end),
        budgets,
        onEnded: (...end) => automation.snapshotEnded(...end),
        meter,
      }),
      check_storage: storage.handler,
      ...auditBackground.handlers,
    },
    onChange: (row) => events.publish({ kind: 'task', task: toTask(row) }),
  })
  const making = createMaking({ tasks: () => tasks, clock, ids })
  const snapshots = createSnapshotService({
    db: kysely,
    audit,
    access,
    blobs,
    cache: artefacts,
    budgets,
    reportDamage,
    clock,
    seen,
    find,
    models,
    signer,
    making,
    tasks,
  })
  const metrics = createMetrics({
    meter,
    clock,
    routeOf: routesOf(contract),
    gauges: {
      cache: artefacts.figures,
      tasks: tasks.depth,
      storage: storage.sizes,
    },
  })
  const keptSince = (hours: number) => new Date(clock.millis() - hours * 3_600_000).toISOString()
  /** What nobody needs any more: each day, and at each start. */
  const cleanUp = async () => {
    const { tasks_keep_hours, metrics_keep_hours } = settings.current()
    await tasks.removeEnded(keptSince(tasks_keep_hours))
    await meter.removeOld({ minutes_hours: metrics_keep_hours })
    artefacts.forgetUnused()
  }
  const care = createCare({
    clock,
    log,
    hour: () => settings.current().care_hour,
    lastRound: storage.lastRound,
    beginCounting: storage.beginCounting,
    startRound: storage.startRound,
    atStart: async () => {
      await cleanUp()
      await metrics.sample()
    },
    eachMinute: async () => {
      await metrics.sample()
      await meter.flush()
    },
  })
  const automation = createAutomation({
    ...{ db: kysely, audit, access, clock, ids, log, previews, making, budgets },
    host: hostname(),
    settings: settings.current,
    countsSnapshots: () =>
      settings.current().budget_snapshots > 0 ||
      settings.current().organization_budget_snapshots > 0,
    kick: tasks.kick,
    tasks: () => tasks,
    publish: (run) => events.publish({ kind: 'run', run }),
  })
  heard = automation.heard
  const policies = createPolicies({
    ...{ db: kysely, audit, access, clock, ids, previews },
    runs: automation.runs,
    exports: flowing,
    read: (job, jobOptions) => readers.run({ ...job, database: files.database }, jobOptions),
  })
  const runTasks = options.runTasks !== false
  const { rounds, ...notices } = createNoticesFeature({
    ...{ db: kysely, audit, clock, ids, log, settings: settings.current },
    secret: createSecretFile({
      ...{ directory: dir, name: 'webhook-key', keyStore: options.keyStore, log },
    }),
    overdue: async () =>
      (await policies.lookAtCoverage({ status: 'overdue', limit: 5000, offset: 0 }, systemCall()))
        .rows,
    onMade: (made) => {
      for (const notice of made) events.publish({ kind: 'notice', notice })
    },
    onDue: () => {
      if (runTasks) rounds.soon()
    },
  })
  const services: Services = {
    ...rooms,
    ...policies,
    ...notices,
    access,
    accounts,
    audit,
    auditLog: createAuditLog({ db: kysely, audit, clock, reader, checkpoints }),
    auditBackground,
    auditExports: createAuditExports({ audit, clock, exports: flowing, reader }),
    exports: flowing,
    checkpoints,
    documents,
    imports: createImports({
      db: kysely,
      audit,
      blobs,
      clock,
      ids,
      temporary: join(dir, 'tmp'),
    }),
    metrics,
    meter,
    storage,
    registry,
    settings,
    tokens: createTokens({ db: kysely, audit, access, clock, ids }),
    restores: createRestores({
      ...{ db: kysely, audit, access, blobs, clock, ids },
      ...{ previews, changeRoom, find, models },
    }),
    snapshotCare: createSnapshotCare({ db: kysely, audit, clock, previews, find }),
    snapshots,
    snapshotTasks: createSnapshotTasks({ tasks, access }),
    taskPlace: (id) => tasks.get(id),
    events,
    about: () => ({
      name: programName,
      version: programVersion,
      workspace_name: settings.current().workspace_name,
    }),
    log,
    newErrorId: () => ids.signs(10, '23456789abcdefghjkmnpqrstuvwxyz'),
  }
  const router = createRouter(services)
  const stopHearing = events.subscribe((event) => {
    if (!runTasks) return
    const tells = event.kind === 'run' ? event.run.finished_at !== null : isDamage(event)
    if (tells) rounds.soon()
  })
  if (runTasks) {
    await automation.recover()
    await tasks.start()
    await care.start()
    rounds.start()
  }
  if (options.automate === true) automation.start()

  return {
    dir,
    db,
    blobs,
    artefacts,
    clock,
    services,
    settings,
    router,
    tasks,
    automation,
    log,
    warm: () => renderers.warm({ kind: 'warm', ...files, snapshot_id: '', today: clock.today() }),
    close: async () => {
      stopHearing()
      await rounds.stop()
      await automation.stop()
      await care.stop()
      await tasks.stop()
      if (runTasks) await meter.flush()
      await Promise.all([renderers.close(), readers.close()])
      db.close()
      await closeLog()
      unlock()
    },
  }
}

/** A file was found damaged, or is sound again. */
const isDamage = (event: ChangeEvent) => event.kind === 'changed' && event.resource === 'storage'

/** May a new workspace be made here? @throws WORKSPACE_UNUSABLE when something else is there already */
export function checkEmpty(dir: string): void {
  if (!existsSync(dir)) return
  let found: string[]
  try {
    found = readdirSync(dir)
  } catch {
    throw new DomainError(
      'WORKSPACE_UNUSABLE',
      'The workspace must be a directory that can be read; a file is there, or you have no rights to it.',
    )
  }
  if (found.includes(databaseName)) {
    throw new DomainError(
      'WORKSPACE_UNUSABLE',
      'There is a workspace in this directory already; nothing was changed.',
    )
  }
  if (found.length > 0) {
    throw new DomainError(
      'WORKSPACE_UNUSABLE',
      'The directory for a new workspace must be empty; this one has other files in it.',
    )
  }
}
