import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SnapshotFormat } from '../../src-shared/contract/enums.ts'
import type { Snapshot } from '../../src-shared/contract/snapshots.ts'
import { manifestFaults } from '../../src-shared/rules/manifest-words.ts'
import { DomainError } from '../platform/domain-error.ts'
import { hashFile, writeNewFile } from './files.ts'
import { type Answer, table } from './output.ts'
import type { Session } from './session.ts'
import { createProgress } from './terminal.ts'

export interface SnapshotRequest {
  room: string
  format: SnapshotFormat
  title?: string | undefined
  documents: boolean
  activity: boolean
  approvals: boolean
  messages: boolean
  activityLimit: number
}

/** Takes a snapshot and waits until it is on disk. @throws what kept it from being made */
export async function takeSnapshot(session: Session, request: SnapshotRequest): Promise<Snapshot> {
  const { workspace, client } = session
  const room = await workspace.services.rooms.byCode(request.room)
  const progress = createProgress(room.code)
  const ended = new Set<string>()
  let own: string | undefined
  const done = Promise.withResolvers<void>()
  const unsubscribe = workspace.services.events.subscribe((event) => {
    if (event.kind !== 'task') return
    const { task_id, status, progress: percent, step } = event.task
    if (['completed', 'failed', 'cancelled'].includes(status)) ended.add(task_id)
    // Others run too: what an interrupted start has left is taken up again.
    if (task_id !== own) return
    progress.at(percent, step)
    if (ended.has(task_id)) done.resolve()
  })
  try {
    const made = await client.snapshots.create({
      room_id: room.id,
      snapshot_type: request.format,
      ...(request.title === undefined ? {} : { title: request.title }),
      include_documents: request.documents,
      include_activity: request.activity,
      include_approvals: request.approvals,
      include_messages: request.messages,
      activity_limit: request.activityLimit,
    })
    own = made.task_id
    if (ended.has(own)) done.resolve()
    await done.promise
    const snapshot = await client.snapshots.get({ room_id: room.id, snapshot_id: made.id })
    if (snapshot.status !== 'completed') {
      throw new DomainError(
        'SNAPSHOT_FAILED',
        `The snapshot could not be made: ${snapshot.error_message ?? snapshot.status}`,
      )
    }
    return snapshot
  } finally {
    unsubscribe()
    progress.end()
  }
}

/** Copies a snapshot's file out of the store. @returns the path it was written to */
export async function exportSnapshot(
  session: Session,
  snapshot: Pick<Snapshot, 'id' | 'room_id'>,
  target: { file?: string | undefined; directory: string; force: boolean },
): Promise<string> {
  const ticket = await session.client.snapshots.download({
    room_id: snapshot.room_id,
    snapshot_id: snapshot.id,
  })
  const file = target.file ?? join(target.directory, ticket.file_name)
  await writeNewFile(file, await session.workspace.blobs.read(ticket.sha256), target.force)
  return file
}

export interface ExportOptions {
  out?: string
  directory: string
  manifest?: boolean
  force?: boolean
}

/**
 * Copies snapshots' files, and what goes beside them, out of the store. What was written is taken
 * away again when one of them cannot be.
 * @throws BAD_REQUEST for one file name and several snapshots; what `writeNewFile` does
 */
export async function exportSnapshots(
  session: Session,
  ids: readonly string[],
  { out, directory, manifest = false, force = false }: ExportOptions,
): Promise<Answer> {
  if (out !== undefined && ids.length > 1) {
    throw new DomainError(
      'BAD_REQUEST',
      '--out names one file, and these are several snapshots; use --directory.',
    )
  }
  const written: string[] = []
  const files: { path: string; sha256: string | null; manifest?: string }[] = []
  try {
    for (const id of new Set(ids)) {
      const snapshot = await findSnapshot(session, id)
      const path = await exportSnapshot(session, snapshot, { file: out, directory, force })
      written.push(path)
      const beside = manifest ? `${path}.manifest.json` : undefined
      if (beside !== undefined) {
        const signed = await session.client.snapshots.manifest({
          room_id: snapshot.room_id,
          snapshot_id: snapshot.id,
        })
        await writeNewFile(beside, Buffer.from(`${JSON.stringify(signed, null, 2)}\n`), force)
        written.push(beside)
      }
      files.push({
        path,
        sha256: snapshot.sha256,
        ...(beside === undefined ? {} : { manifest: beside }),
      })
    }
  } catch (error) {
    if (!force) for (const file of written) await rm(file, { force: true })
    throw error
  }
  const [only] = files
  return {
    value: files.length === 1 && only !== undefined ? only : { files, count: files.length },
    lines: written,
  }
}

/** The snapshot of this id, in whichever room it is. @throws NOT_FOUND */
export async function findSnapshot(session: Session, id: string): Promise<Snapshot> {
  const room_id = await session.workspace.services.snapshots.roomOf(id)
  if (room_id === undefined)
    throw new DomainError(
      'NOT_FOUND',
      `There is no snapshot ${id}; \`sts snapshot list\` shows them.`,
    )
  return session.client.snapshots.get({ room_id, snapshot_id: id })
}

/** Snapshots of one room, or of all, newest first. */
export async function listSnapshots(session: Session, code: string | undefined): Promise<Answer> {
  const { client, workspace } = session
  const rooms =
    code === undefined ? await allRooms(session) : [await workspace.services.rooms.byCode(code)]
  const all: Snapshot[] = []
  for (const room of rooms) {
    for (let offset = 0; ; offset += 500) {
      const page = await client.snapshots.list({ room_id: room.id, limit: 500, offset })
      all.push(...page.body)
      if (page.body.length < 500) break
    }
  }
  all.sort((a, b) => (a.created_at < b.created_at ? 1 : -1))
  return {
    value: { snapshots: all, count: all.length },
    lines:
      all.length === 0
        ? ['No snapshots yet. `sts snapshot create --room CODE` takes one.']
        : table(
            ['ID', 'ROOM', 'FORMAT', 'STATUS', 'BYTES', 'CREATED', 'SHA-256'],
            all.map((one) => [
              one.id,
              one.room_code,
              one.snapshot_type,
              one.status,
              String(one.file_size),
              one.created_at,
              one.sha256?.slice(0, 12) ?? '',
            ]),
          ),
  }
}

async function allRooms({ client }: Session) {
  const rooms: { id: string }[] = []
  for (let offset = 0; ; offset += 500) {
    const page = await client.rooms.list({ limit: 500, offset })
    rooms.push(...page.body)
    if (page.body.length < 500) return rooms
  }
}

/** Is this file, or what this manifest says, ours and unaltered? */
export async function verifyFile(session: Session, file: string): Promise<Answer> {
  const sha256 = await hashFile(file)
  const { verify } = session.client.snapshots
  const answer = (await isSmall(file))
    ? await verify({ file: new File([await readFile(file)], 'verified') })
    : await verify({ sha256 })
  const { snapshot, manifest } = answer
  if (!answer.known || snapshot === null) {
    const what =
      manifest === null
        ? `no snapshot of this workspace has the SHA-256 ${sha256}`
        : 'this manifest is of no snapshot of this workspace'
    return { value: answer, lines: [`unknown: ${what}`], ok: false }
  }
  const facts = [
    `snapshot  ${snapshot.id}  ${snapshot.title}`,
    `room      ${answer.room?.code ?? ''}  ${answer.room?.title ?? ''}`,
    `made      ${snapshot.created_at} by ${snapshot.created_by}`,
    `sha256    ${manifest?.file_sha256 ?? sha256}`,
    `audit     entry ${answer.audit_seq ?? '?'}`,
  ]
  const verdict =
    manifest === null
      ? 'known and unaltered'
      : answer.unaltered
        ? 'a manifest of this workspace, unaltered: the file beside it is to have this SHA-256'
        : `altered: ${manifestFaults(manifest)}`
  return { value: answer, lines: [verdict, ...facts], ok: answer.unaltered }
}

/** Small enough to be a manifest: then its words are looked at, not only its hash. */
const isSmall = async (file: string): Promise<boolean> => (await stat(file)).size <= 64 * 1024
