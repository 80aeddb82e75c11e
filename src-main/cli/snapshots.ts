import { join } from 'node:path'
import type { SnapshotFormat } from '../../src-shared/contract/enums.ts'
import type { Snapshot } from '../../src-shared/contract/snapshots.ts'
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

/** Is this file one of ours, and unaltered? */
export async function verifyFile(session: Session, file: string): Promise<Answer> {
  const sha256 = await hashFile(file)
  const answer = await session.client.snapshots.verify({ sha256 })
  if (!answer.known || answer.snapshot === null) {
    return {
      value: answer,
      lines: [`unknown: no snapshot of this workspace has the SHA-256 ${sha256}`],
      ok: false,
    }
  }
  return {
    value: answer,
    lines: [
      'known and unaltered',
      `snapshot  ${answer.snapshot.id}  ${answer.snapshot.title}`,
      `room      ${answer.room?.code ?? ''}  ${answer.room?.title ?? ''}`,
      `made      ${answer.snapshot.created_at} by ${answer.snapshot.created_by}`,
      `sha256    ${sha256}`,
      `audit     entry ${answer.audit_seq ?? '?'}`,
    ],
  }
}
