import { openAsBlob } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ChangedField, SectionComparison } from '../../src-shared/contract/comparison.ts'
import type { Restored, RestoreMode } from '../../src-shared/contract/snapshots.ts'
import { DomainError } from '../platform/domain-error.ts'
import { type Answer, table } from './output.ts'
import type { Session } from './session.ts'
import { findSnapshot } from './snapshots.ts'

/** What differs between two snapshots, a line for each difference. */
export async function compare(session: Session, from: string, to: string): Promise<Answer> {
  const { room_id } = await findSnapshot(session, from)
  const found = await session.client.snapshots.compare({ room_id, from, to })
  return {
    value: found,
    lines: [...found.notes, ...(found.equal ? ['Nothing differs.'] : differences(found.sections))],
  }
}

function differences(sections: readonly SectionComparison[]): string[] {
  return sections.flatMap(({ section, added, removed, changed, not_compared }) => [
    ...(not_compared === null ? [] : [`${section}: ${not_compared}`]),
    ...added.map(({ label }) => `${section}: + ${label}`),
    ...removed.map(({ label }) => `${section}: - ${label}`),
    ...changed.map(
      ({ label, field, before, after }) =>
        `${section}: ${label}: ${field}: ${words(before)} -> ${words(after)}`,
    ),
  ])
}

/** A value of a model in one line: lists with commas. */
const words = (value: ChangedField['before']): string =>
  value === null
    ? 'nothing'
    : Array.isArray(value)
      ? value.map(words).join(', ')
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value)

export async function hold(
  session: Session,
  id: string,
  { reason, until }: { reason: string; until?: string },
): Promise<Answer> {
  const { room_id } = await findSnapshot(session, id)
  const held = await session.client.snapshots.hold({
    ...{ room_id, snapshot_id: id, reason },
    ...(until === undefined ? {} : { hold_until: until }),
  })
  return {
    value: held,
    lines: [`held until ${held.hold_until ?? 'it is released'}: ${reason}`],
  }
}

export async function release(session: Session, id: string, reason: string): Promise<Answer> {
  const { room_id } = await findSnapshot(session, id)
  const released = await session.client.snapshots.release({ room_id, snapshot_id: id, reason })
  return { value: released, lines: ['released'] }
}

/** Shows what a deletion takes away; with `yes` does it as it was shown. */
export async function remove(
  session: Session,
  ids: readonly string[],
  { reason, yes }: { reason: string; yes?: boolean },
): Promise<Answer> {
  const { room_id } = await findSnapshot(session, ids[0] ?? '')
  const many = { room_id, snapshot_ids: [...ids] }
  const preview = await session.client.snapshots.deletionPreview(many)
  const lines = table(
    ['ID', 'FORMAT', 'BYTES', 'CREATED', 'TITLE'],
    preview.snapshots.map((one) => [
      one.id,
      one.snapshot_type,
      String(one.file_size),
      one.created_at,
      one.title,
    ]),
  )
  if (yes !== true) {
    const { preview_token: _, expires_at: __, ...shown } = preview
    return {
      value: { deleted: 0, ...shown },
      lines: [
        ...lines,
        `This would free ${preview.bytes_freed} bytes. Nothing was deleted; --yes deletes.`,
      ],
      ok: false,
    }
  }
  const { preview_token } = preview
  const done = await session.client.snapshots.deleteMany({ ...many, reason, preview_token })
  return { value: done, lines: [...lines, `deleted ${done.deleted}, ${done.bytes_freed} bytes`] }
}

/** @param subject a snapshot’s id, or the path of a JSON snapshot */
export async function restore(
  session: Session,
  subject: string,
  options: { mode: RestoreMode; yes?: boolean; override?: boolean },
): Promise<Answer> {
  const file = await stat(subject).catch(() => undefined)
  if (file?.isFile() === true) {
    if (options.mode === 'roll_back') {
      throw new DomainError(
        'BAD_REQUEST',
        'A room is rolled back to a snapshot of this workspace; name its id, not a file.',
      )
    }
    return restored(
      await session.client.snapshots.openFile({
        file: new File([await openAsBlob(subject)], basename(subject)),
        override: options.override === true,
      }),
    )
  }
  const { room_id, id: snapshot_id } = await findSnapshot(session, subject)
  const one = { room_id, snapshot_id }
  if (options.mode === 'new_room') {
    return restored(await session.client.snapshots.restore({ ...one, mode: 'new_room' }))
  }
  const preview = await session.client.snapshots.restorePreview(one)
  if (options.yes !== true) {
    const { preview_token: _, expires_at: __, ...shown } = preview
    return {
      value: shown,
      lines: [
        ...(preview.equal ? ['Nothing would change.'] : differences(preview.sections)),
        preview.stays,
        'Nothing was changed; --yes rolls back.',
      ],
      ok: false,
    }
  }
  const { preview_token } = preview
  return restored(
    await session.client.snapshots.restore({ ...one, mode: 'roll_back', preview_token }),
  )
}

const restored = (done: Restored): Answer => ({
  value: done,
  lines: [
    done.mode === 'new_room'
      ? `opened as the new room ${done.room_code}`
      : `rolled back ${done.room_code}; the room as it was is snapshot ${done.safety_snapshot_id ?? ''}`,
    ...done.issues.map(({ section, label, message }) => `${section}: ${label}: ${message}`),
  ],
})
