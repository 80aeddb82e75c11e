import { createHash } from 'node:crypto'
import { mkdir, open as openFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileTypeFromBuffer } from 'file-type'
import { maxDocumentBytes } from '../../../src-shared/contract/documents.ts'
import type { ImportKind } from '../../../src-shared/contract/enums.ts'
import {
  type ImportReport,
  type Import as ImportShown,
  maxImportBytes,
} from '../../../src-shared/contract/imports.ts'
import { safeFileName } from '../../../src-shared/rules/file-names.ts'
import type { BlobStore } from '../../platform/blobs/index.ts'
import type { Clock } from '../../platform/clock/index.ts'
import { type Executor, type ForeignDb, openForeign } from '../../platform/db/index.ts'
import { badField, DomainError, systemCode } from '../../platform/domain-error.ts'
import type { Ids } from '../../platform/ids/index.ts'
import { viewpointOf } from '../access/index.ts'
import type { Audit, Call } from '../audit/index.ts'
import { noteBlob } from '../documents/index.ts'
import type { Tables } from '../tables.ts'
import { importExclusions } from './exclusions.ts'
import { importLegacy, readLegacy } from './legacy/index.ts'
import { importPolicyRules } from './policy-rules.ts'
import { createReporter, type Reporter, totalsOf } from './report.ts'
import { drySink, type Sink, writingSink } from './sink.ts'
import * as store from './store.ts'

export interface ImportInput {
  file: File
  kind: ImportKind
  dry_run: boolean
  /** Files of documents, each known by its SHA-256 alone. */
  files?: readonly File[] | undefined
}

export interface Imports {
  /**
   * Imports a file, or says what an import would do and changes nothing.
   * @param onProgress told now and then of how many rows are read of how many
   * @throws UNSUPPORTED_FILE, PAYLOAD_TOO_LARGE, DISK_FULL; then nothing was changed
   */
  run(
    input: ImportInput,
    call: Call,
    onProgress?: (read: number, total: number) => void,
  ): Promise<ImportReport>
  list(input: {
    limit: number
    offset: number
    kind?: ImportKind | undefined
  }): Promise<{ imports: ImportShown[]; total: number }>
  get(id: string): Promise<ImportShown & { report: ImportReport }>
}

interface Files {
  known: Map<string, { size_bytes: number; mime: string }>
  /** Those that were stored by this call, to be noted in the transaction. */
  stored: { sha256: string; size_bytes: number }[]
}

export function createImports(options: {
  db: Executor<Tables>
  audit: Audit
  blobs: BlobStore
  clock: Clock
  ids: Ids
  /** Where the copy of an uploaded database lies while it is read. */
  temporary: string
}): Imports {
  const { db, audit, blobs, clock, ids, temporary } = options

  /** One walk through the file: for a dry run with a sink that lets everything fall. */
  const walk = async (
    executor: Executor<Tables>,
    input: { kind: ImportKind; text: string; legacy: ForeignDb | undefined; files: Files },
    sink: Sink,
    importId: string,
    call: Call,
    onProgress: (read: number, total: number) => void,
  ): Promise<Reporter> => {
    const report = createReporter()
    let read = 0
    let total = 0
    const onRow = () => {
      read++
      if (read % 1000 === 0) onProgress(read, total)
    }
    const shared = { importId, report, sink, ids, onRow }
    if (input.legacy === undefined) {
      const by = { clock, importer: call.actor.email }
      if (input.kind === 'policy_rules') {
        await importPolicyRules(input.text, {
          ...{ ...shared, ...by },
          names: await store.globalSetNames(executor),
        })
      } else {
        await importExclusions(input.text, {
          ...{ ...shared, ...by },
          standing: await store.standingExclusions(executor),
          targetOf: (...named) => store.exclusionTarget(executor, ...named),
        })
      }
      return report
    }
    const source = readLegacy(input.legacy, report, onRow)
    total = source.total
    const standing = await store.standingOf(
      executor,
      JSON.stringify(viewpointOf({ ...call, room: null })),
    )
    await importLegacy({
      id: importId,
      source,
      report,
      sink,
      clock,
      ids,
      standing,
      importer: { email: call.actor.email, id: call.actor.account_id },
      files: input.files.known,
      accounts: new Map(standing.accounts),
      rooms: new Map(),
      types: new Map(),
      documents: new Map(),
      parties: new Map(),
    })
    return report
  }

  /** The given files that the versions of the database name, and those that are stored already. */
  const filesFor = async (
    legacy: ForeignDb,
    given: readonly File[],
    keep: boolean,
  ): Promise<Files> => {
    const files: Files = { known: new Map(), stored: [] }
    if (!(legacy.tables().get('document_versions') ?? []).includes('sha256')) return files
    const wanted = new Set<string>()
    for (const row of legacy.rows('document_versions', ['sha256'])) {
      wanted.add(String(row['sha256']).trim().toLowerCase())
    }
    for (const file of given) {
      if (file.size === 0 || file.size > maxDocumentBytes) continue
      const bytes = new Uint8Array(await file.arrayBuffer())
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      if (!wanted.has(sha256) || files.known.has(sha256)) continue
      const mime = (await fileTypeFromBuffer(bytes))?.mime ?? 'application/octet-stream'
      files.known.set(sha256, { size_bytes: bytes.byteLength, mime })
      if (keep) {
        await blobs.put(bytes)
        files.stored.push({ sha256, size_bytes: bytes.byteLength })
      }
    }
    return files
  }

  const run: Imports['run'] = async (input, call, onProgress = () => undefined) => {
    const { file, kind, dry_run } = input
    if (file.size === 0) throw badField('file', 'is empty')
    if (file.size > maxImportBytes) {
      throw new DomainError('PAYLOAD_TOO_LARGE', 'An import may have at most 500 MB.')
    }
    const about = { kind, file_name: safeFileName(file.name), size_bytes: file.size }
    await using copy = await copyOf(file, join(temporary, `${ids.uuid()}.import`), kind)
    const sha256 = copy.sha256
    const importId = ids.uuid()
    const legacy = kind === 'sts_clearance' ? openForeign(copy.path) : undefined
    try {
      const files: Files =
        legacy === undefined
          ? { known: new Map(), stored: [] }
          : await filesFor(legacy, input.files ?? [], !dry_run)
      const text = legacy === undefined ? await file.text() : ''
      const source = { kind, text, legacy, files }
      if (dry_run) {
        const report = (await walk(db, source, drySink, importId, call, onProgress)).report(true)
        await audit.record(call, {
          action: 'import.run',
          resource_type: 'import',
          resource_id: null,
          detail: { ...about, sha256, dry_run, ...totalsOf(report) },
        })
        return report
      }
      return await audit.change(call, async ({ trx, record, recordAll }) => {
        const at = clock.iso()
        await store.insertImport(trx, {
          id: importId,
          ...about,
          sha256,
          counts: '{}',
          report: '{}',
          created_by: call.actor.email,
          created_at: at,
        })
        for (const blob of files.stored) await noteBlob(trx, blob, at)
        const sink = writingSink(trx, (entries) =>
          recordAll(
            entries.map(({ actor, ...entry }) => ({
              entry,
              as: {
                ...call,
                source: 'import' as const,
                room: null,
                actor:
                  actor === undefined
                    ? call.actor
                    : { ...call.actor, account_id: null, email: actor, console_role: null },
              },
            })),
          ),
        )
        const report = (await walk(trx, source, sink, importId, call, onProgress)).report(false)
        const counts = totalsOf(report)
        await store.keepReport(trx, importId, {
          counts: JSON.stringify(counts),
          report: JSON.stringify(report),
        })
        await record({
          action: 'import.run',
          resource_type: 'import',
          resource_id: importId,
          detail: { ...about, sha256, dry_run, ...counts },
        })
        return report
      })
    } finally {
      legacy?.close()
    }
  }

  return {
    run,
    list: async (input) => {
      const { rows, total } = await store.page(db, input)
      return { imports: rows.map(shown), total }
    },
    get: async (id) => {
      const row = await store.byId(db, id)
      if (row === undefined) throw new DomainError('NOT_FOUND', 'There is no such import.')
      const { report, ...rest } = row
      return { ...shown(rest), report: JSON.parse(report) }
    },
  }
}

function shown({ counts, ...row }: Omit<Tables['imports'], 'report'>): ImportShown {
  return { ...row, counts: JSON.parse(counts) }
}

/** Writes an upload to a file that is gone with its scope, and hashes it on the way. */
async function copyOf(file: File, path: string, kind: ImportKind) {
  const hash = createHash('sha256')
  const remove = async () => {
    for (const ending of ['', '-shm', '-wal', '-journal']) await rm(path + ending, { force: true })
  }
  try {
    if (kind !== 'sts_clearance') hash.update(new Uint8Array(await file.arrayBuffer()))
    else {
      await mkdir(join(path, '..'), { recursive: true })
      const handle = await openFile(path, 'wx', 0o600)
      try {
        for await (const chunk of file.stream()) {
          hash.update(chunk)
          await handle.writeFile(chunk)
        }
      } finally {
        await handle.close()
      }
    }
  } catch (error) {
    await remove()
    throw systemCode(error) === 'ENOSPC' ? new DomainError('DISK_FULL') : error
  }
  return { path, sha256: hash.digest('hex'), [Symbol.asyncDispose]: remove }
}
