import { type FileHandle, open, readFile, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AuditFilter, ExportFormat } from '../../src-shared/contract/audit.ts'
import { fileStamp } from '../../src-shared/rules/times.ts'
import { DomainError, systemCode } from '../platform/domain-error.ts'
import { writeFault, writeNewFile } from './files.ts'
import type { Answer } from './output.ts'
import type { Session } from './session.ts'
import { createProgress } from './terminal.ts'

/** A checkpoint file is a few hundred bytes. */
const largestCheckpoint = 4000

/** Walks the audit chain, from a number on, or held against a checkpoint file. */
export async function verifyAudit(
  session: Session,
  options: { from?: number | undefined; checkpoint?: string | undefined },
): Promise<Answer> {
  const answer = await session.client.audit.verify({
    ...(options.from === undefined ? {} : { from_seq: options.from }),
    ...(options.checkpoint === undefined
      ? {}
      : { checkpoint: await checkpointText(options.checkpoint) }),
  })
  const { checkpoint, clock_set_back } = answer
  return {
    ok: answer.ok,
    value: answer,
    lines: [
      ...(answer.ok
        ? [`ok: ${answer.entries} entries, head ${answer.head.seq} ${answer.head.hash}`]
        : [
            `BROKEN at entry ${answer.first_broken?.seq} (${answer.first_broken?.kind})`,
            answer.first_broken?.message ?? '',
            `sound up to entry ${answer.head.seq} ${answer.head.hash}`,
          ]),
      ...(checkpoint !== undefined && answer.ok
        ? [`agrees with the checkpoint of ${checkpoint.at} at entry ${checkpoint.seq}`]
        : []),
      ...(clock_set_back === undefined ? [] : [`note: ${clock_set_back.message}`]),
    ],
  }
}

async function checkpointText(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined)
  if (found?.isFile() !== true) {
    throw new DomainError('BAD_REQUEST', `There is no checkpoint file ${file}.`)
  }
  if (found.size > largestCheckpoint) {
    throw new DomainError('BAD_REQUEST', `${file} is no checkpoint: it is too long for one.`)
  }
  return readFile(file, 'utf8')
}

/** Signs the head of the trail, and writes it to a file. */
export async function exportCheckpoint(
  session: Session,
  options: { out?: string | undefined; force?: boolean | undefined },
): Promise<Answer> {
  const file = await session.client.audit.checkpoint()
  const { key_kept_in } = await session.client.audit.checkpoints({ limit: 1, offset: 0 })
  const path = options.out ?? `audit-checkpoint-${file.seq}-${fileStamp(file.at)}Z.json`
  const text = `${JSON.stringify(file, null, 2)}\n`
  await writeNewFile(path, Buffer.from(text, 'utf8'), options.force === true)
  return {
    value: { ...file, path, key_kept_in },
    lines: [path, `entry ${file.seq} ${file.hash}`, 'Keep it somewhere else than the workspace.'],
  }
}

/**
 * The whole filtered trail to a file, durable when it answers, or to standard output, where nothing
 * else is then printed.
 */
export async function exportAudit(
  session: Session,
  options: {
    format: ExportFormat
    out?: string | undefined
    force?: boolean | undefined
    filter: AuditFilter
  },
): Promise<Answer> {
  const { out } = options
  // Before the trail is asked: a file that cannot be written leaves no entry of an export.
  const file = out === undefined ? undefined : await openNew(out, options.force === true)
  const progress = createProgress('export')
  let size = 0
  try {
    const ticket = await session.client.audit.export({ ...options.filter, format: options.format })
    const { stream } = session.workspace.services.exports.take(ticket.export_id)
    const pieces = async function* () {
      for await (const piece of stream) {
        size += piece.byteLength
        progress.at(0, `${Math.round(size / 1_000_000)} MB`)
        yield piece
      }
    }
    if (out === undefined || file === undefined) {
      await pipeline(Readable.from(pieces()), process.stdout, { end: false })
      return { value: null, lines: [], silent: true }
    }
    for await (const piece of pieces()) await file.writeFile(piece)
    await file.sync()
    return {
      value: { path: out, format: ticket.format, count: ticket.count, size_bytes: size },
      lines: [out, `${ticket.count} entries, ${size} bytes`],
    }
  } catch (error) {
    if (out === undefined && systemCode(error) === 'EPIPE') {
      // Whoever reads has had enough.
      return { value: null, lines: [], silent: true }
    }
    if (out === undefined) throw error
    await rm(out, { force: true })
    throw writeFault(error, out)
  } finally {
    await file?.close()
    progress.end()
  }
}

/** Never overwrites unless `force` says so. */
async function openNew(file: string, force: boolean): Promise<FileHandle> {
  try {
    return await open(file, force ? 'w' : 'wx')
  } catch (error) {
    throw writeFault(error, file)
  }
}
