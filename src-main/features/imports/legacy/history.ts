import { snapshotFormats } from '../../../../src-shared/contract/enums.ts'
import { snapshotOptionsSchema } from '../../../../src-shared/contract/room-model.ts'
import { emailOf, keyOf, optionalTime, textOf, wordOf } from '../cells.ts'
import { type Import, roomFor, vesselFor } from './context.ts'
import { approvalStatusOf } from './words.ts'

/** Approvals; of those of one party for one ship the newest counts. */
export async function importApprovals(run: Import): Promise<void> {
  const placed = new Set<string>()
  for (const { get, notes } of run.source.rows('approvals', ['-updated_at'])) {
    const room = roomFor(run, keyOf(get('room_id')), notes)
    if (room === undefined) continue
    const party = run.parties.get(keyOf(get('party_id')))
    if (party === undefined || party.room !== room) {
      notes.refused(
        'DANGLING_REFERENCE',
        `It is of the party ${keyOf(get('party_id')) || '(none)'}, which is not one of its room.`,
      )
      continue
    }
    const vessel = vesselFor(room, keyOf(get('vessel_id')), notes)
    if (vessel === undefined) continue
    const place = `${party.id} ${vessel.id ?? ''}`
    if (placed.has(place)) {
      notes.changed('MERGED', 'The party has a newer approval for the same; that one was taken.')
      continue
    }
    placed.add(place)
    const status = approvalStatusOf(get('status'), notes)
    const at = optionalTime(get('updated_at'), 'time of its last change', notes) ?? run.clock.iso()
    await run.sink.add('approvals', {
      id: run.ids.uuid(),
      room_id: room.id,
      party_id: party.id,
      vessel_id: vessel.id,
      status,
      comment: null,
      decided_at: status === 'pending' ? null : at,
      created_at: at,
    })
  }
  await run.sink.flush()
}

/** Messages, with the account and the role in the room of whoever wrote them. */
export async function importMessages(run: Import): Promise<void> {
  for (const { get, notes } of run.source.rows('messages')) {
    const room = roomFor(run, keyOf(get('room_id')), notes)
    if (room === undefined) continue
    const vessel = vesselFor(room, keyOf(get('vessel_id')), notes)
    if (vessel === undefined) continue
    const body = textOf(get('content'), 'text', 100_000, notes)
    if (body === null) {
      notes.refused('EMPTY', 'The message has no text.')
      continue
    }
    if (!['', '[]', '{}', 'null'].includes(keyOf(get('attachments')))) {
      notes.changed(
        'ATTACHMENTS_NOT_TAKEN',
        'Its attachments have no place here; the text was taken.',
      )
    }
    const email = emailOf(get('sender_email'))
    if (email === null)
      notes.changed('BAD_EMAIL', 'Its sender has no usable e-mail; it became “unknown”.')
    await run.sink.add('messages', {
      id: run.ids.uuid(),
      room_id: room.id,
      vessel_id: vessel.id,
      sender_account_id: email === null ? null : (run.accounts.get(email)?.id ?? null),
      sender_name:
        textOf(get('sender_name'), 'name of the sender', 120, notes) ?? email ?? 'Unknown',
      sender_email: email ?? 'unknown',
      sender_role: email === null ? null : (room.parties.get(email)?.role ?? null),
      body,
      created_at: optionalTime(get('created_at'), 'time', notes) ?? run.clock.iso(),
    })
  }
  await run.sink.flush()
}

/** Activity becomes entries of the trail, with its own time in the detail: the chain's time is now. */
export async function importActivity(run: Import): Promise<void> {
  for (const { id, get, notes } of run.source.rows('activity_log', ['ts'])) {
    const room = roomFor(run, keyOf(get('room_id')), notes)
    if (room === undefined) continue
    const action = textOf(get('action'), 'action', 100, notes)
    if (action === null) notes.changed('EMPTY', 'It had no action; it became “unknown”.')
    const actor = textOf(get('actor'), 'actor', 254, notes)
    if (actor === null) notes.changed('EMPTY', 'It had no actor; it became “unknown”.')
    const meta = textOf(get('meta_json'), 'detail', 20_000, notes)
    await run.sink.record({
      actor: actor ?? 'unknown',
      action: 'activity.imported',
      resource_type: 'room',
      resource_id: room.id,
      room: { id: room.id, organization_id: room.organization_id, terminal_id: null },
      detail: {
        action: action ?? 'unknown',
        at: optionalTime(get('ts'), 'time', notes),
        legacy_id: id,
        ...(meta === null
          ? {}
          : {
              meta: masked(
                parsedMeta(meta, () =>
                  notes.changed('BAD_JSON', 'Its detail is no JSON; it is kept as text.'),
                ),
              ),
            }),
      },
    })
  }
  await run.sink.flush()
}

function parsedMeta(text: string, onBad: () => void): unknown {
  try {
    return JSON.parse(text)
  } catch {
    onBad()
    return text
  }
}

/** Secrets never stand in the trail; half a surrogate pair or a control sign can't. */
function masked(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  if (Array.isArray(value)) return value.map(masked)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      name.toWellFormed(),
      /passw|secret|token|api_?key/i.test(name) ? '(masked)' : masked(held),
    ]),
  )
}

/** Snapshots are kept as a record that they were made: without their file they are no snapshots. */
export async function importSnapshots(run: Import): Promise<void> {
  const options = JSON.stringify(snapshotOptionsSchema.parse({}))
  for (const { get, notes } of run.source.rows('snapshots')) {
    const room = roomFor(run, keyOf(get('room_id')), notes)
    if (room === undefined) continue
    const title = textOf(get('title'), 'title', 200, notes) ?? 'Room snapshot'
    notes.changed(
      'FILE_NOT_THERE',
      'Its file is not in the database; it is kept as the record of a deleted snapshot.',
    )
    const at = run.clock.iso()
    const word = wordOf(get('snapshot_type'))
    const format = snapshotFormats.find((one) => one === word)
    if (format === undefined && word !== '')
      notes.changed('UNKNOWN_VALUE', `The type “${word}” is not known; it became pdf.`)
    await run.sink.add('snapshots', {
      id: run.ids.uuid(),
      room_id: room.id,
      title,
      heading: title,
      format: format ?? 'pdf',
      status: 'deleted',
      trigger: 'import',
      options,
      viewpoint: run.standing.viewpoint,
      policy_set_id: null,
      cadence: null,
      period_key: null,
      run_id: null,
      room_revision: 1,
      content_hash: null,
      blob_sha256: null,
      model_sha256: null,
      file_size: 0,
      page_count: null,
      verified_at: null,
      hold: 0,
      hold_reason: null,
      hold_until: null,
      held_by: null,
      error_code: null,
      error_message: null,
      created_by: textOf(get('created_by'), 'author', 254, notes) ?? 'unknown',
      created_at: optionalTime(get('created_at'), 'time', notes) ?? at,
      completed_at: null,
      deleted_at: at,
      deleted_by: run.importer.email,
      deleted_reason: 'Its file stayed with STS Clearance.',
    })
  }
  await run.sink.flush()
}
