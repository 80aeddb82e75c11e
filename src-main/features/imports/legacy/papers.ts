import { maxDocumentBytes } from '../../../../src-shared/contract/documents.ts'
import { documentMimes } from '../../../../src-shared/contract/enums.ts'
import { safeFileName } from '../../../../src-shared/rules/file-names.ts'
import { amountOf, booleanOf, keyOf, optionalTime, textOf } from '../cells.ts'
import type { RowNotes } from '../report.ts'
import { type Import, roomFor, vesselFor } from './context.ts'
import { identify } from './people.ts'
import { categoryOf, criticalityOf, documentStatusOf, priorityOf } from './words.ts'

/** Document types: those of the catalogue by their code, others added to it. */
export async function importDocumentTypes(run: Import): Promise<void> {
  const { standing, sink, ids } = run
  const added = new Set<string>()
  for (const { id, get, notes } of run.source.rows('document_types')) {
    const code = textOf(get('code'), 'code', 60, notes)
    if (code === null) {
      notes.refused('EMPTY', 'It has no code.')
      continue
    }
    const known = standing.types.get(code.toLowerCase())
    if (known !== undefined) {
      run.types.set(id, known)
      if (standing.identities.document_types.has(id)) {
        notes.refused('ALREADY_IMPORTED', 'The type was imported before.')
        continue
      }
      notes.changed(
        'MERGED',
        added.has(known)
          ? `Another type of the file has the code ${code}; both are one.`
          : `The catalogue has the type ${code}; it stays as it is.`,
      )
      await identify(run, 'document_types', id, known)
      continue
    }
    const required = booleanOf(get('required'))
    if (required === undefined) {
      notes.changed('VALUE_MAPPED', 'Whether it is required could not be read; it became optional.')
    }
    const ourId = ids.uuid()
    await sink.add('document_types', {
      id: ourId,
      code,
      name: textOf(get('name'), 'name', 120, notes) ?? code,
      category: categoryOf(get('category'), notes),
      required: required === true ? 1 : 0,
      criticality: criticalityOf(get('criticality'), notes),
      expiry_warning_days: null,
      is_active: 1,
      position: ++standing.lastTypePosition,
    })
    added.add(ourId)
    standing.types.set(code.toLowerCase(), ourId)
    run.types.set(id, ourId)
    await identify(run, 'document_types', id, ourId)
  }
  await sink.flush()
}

/**
 * Documents. One whose file is not there cannot stay approved or under review: it becomes missing,
 * and its notes keep what it was.
 */
export async function importDocuments(run: Import): Promise<void> {
  const withFile = documentsWithFile(run)
  const placed = new Map<string, string>()
  const today = run.clock.today()
  const order = ['room_id', 'type_id', 'vessel_id', '-uploaded_at']
  for (const { id, get, notes } of run.source.rows('documents', order)) {
    const room = roomFor(run, keyOf(get('room_id')), notes)
    if (room === undefined) continue
    const type_id = run.types.get(keyOf(get('type_id')))
    if (type_id === undefined) {
      notes.refused(
        'DANGLING_REFERENCE',
        `It is of the type ${keyOf(get('type_id')) || '(none)'}, which is not in the file.`,
      )
      continue
    }
    const vessel = vesselFor(room, keyOf(get('vessel_id')), notes)
    if (vessel === undefined) continue
    const place = `${room.id} ${type_id} ${vessel.id ?? ''}`
    const first = placed.get(place)
    if (first !== undefined) {
      run.documents.set(id, first)
      notes.changed(
        'MERGED',
        'The room has a document of this type already, uploaded later; both are one.',
      )
      continue
    }
    const given = documentStatusOf(get('status'), notes)
    const expires_on = optionalTime(get('expires_on'), 'expiry', notes)?.slice(0, 10) ?? null
    const was = settledStatus(given, expires_on, today, notes)
    const hasFile = withFile.has(id)
    const lost = !hasFile && was !== 'missing'
    if (lost) {
      notes.changed(
        'FILE_NOT_THERE',
        `It was ${was.replace('_', ' ')}, but its file did not come along; it became missing.`,
      )
    }
    const status = lost ? 'missing' : was
    const said = textOf(get('notes'), 'notes', 1900, notes)
    const kept = lost
      ? `Was ${was.replace('_', ' ')} in STS Clearance; its file did not come along.`
      : null
    const ourId = run.ids.uuid()
    await run.sink.add('documents', {
      id: ourId,
      room_id: room.id,
      vessel_id: vessel.id,
      type_id,
      status,
      expires_on,
      priority: priorityOf(get('priority'), notes),
      notes: [said, kept].filter((one) => one !== null).join('\n') || null,
      uploaded_by: status === 'missing' ? null : textOf(get('uploaded_by'), 'uploader', 254, notes),
      uploaded_at:
        status === 'missing' ? null : optionalTime(get('uploaded_at'), 'time of the upload', notes),
      reviewed_by: null,
      reviewed_at: null,
      review_note:
        status === 'rejected' ? 'Rejected in STS Clearance; no reason was recorded.' : null,
      created_at: optionalTime(get('created_at'), 'time of its making', notes) ?? run.clock.iso(),
    })
    placed.set(place, ourId)
    run.documents.set(id, ourId)
  }
  await run.sink.flush()
}

function settledStatus(
  given: ReturnType<typeof documentStatusOf>,
  expiresOn: string | null,
  today: string,
  notes: RowNotes,
): 'missing' | 'under_review' | 'approved' | 'rejected' {
  if (given !== 'expired') return given
  const past = expiresOn !== null && expiresOn < today
  const status = past ? 'approved' : 'under_review'
  notes.changed(
    'VALUE_MAPPED',
    past
      ? 'The status “expired” became approved: the expiry in the past says the rest.'
      : 'The status “expired” has no expiry in the past with it; it became under review.',
  )
  return status
}

/** The predecessor's ids of documents of which at least one version's file can be had. */
function documentsWithFile(run: Import): Set<string> {
  const found = new Set<string>()
  for (const row of run.source.peek('document_versions', ['document_id', 'sha256'])) {
    if (isTaken(run.files.get(keyOf(row['sha256']).toLowerCase())))
      found.add(keyOf(row['document_id']))
  }
  return found
}

const isTaken = (file: { mime: string; size_bytes: number } | undefined): boolean =>
  file !== undefined &&
  file.size_bytes <= maxDocumentBytes &&
  documentMimes.some((mime) => mime === file.mime)

/** Versions: those whose file was given and has the hash that the predecessor recorded. */
export async function importVersions(run: Import): Promise<void> {
  for (const { get, notes } of run.source.rows('document_versions')) {
    const document_id = run.documents.get(keyOf(get('document_id')))
    if (document_id === undefined) {
      notes.refused(
        'DANGLING_REFERENCE',
        `It is of the document ${keyOf(get('document_id')) || '(none)'}, which is not taken by this import.`,
      )
      continue
    }
    const sha256 = keyOf(get('sha256')).toLowerCase()
    const file = run.files.get(sha256)
    if (!/^[0-9a-f]{64}$/.test(sha256)) {
      notes.refused('BAD_HASH', 'Its SHA-256 is none: no file can be known by it.')
    } else if (file === undefined) {
      notes.refused('FILE_NOT_THERE', `No file with the SHA-256 ${sha256.slice(0, 12)}… was given.`)
    } else if (!isTaken(file)) {
      notes.refused(
        'UNSUPPORTED_FILE',
        'Its file is no PDF, JPEG, PNG, TIFF, or DOCX of at most 50 MB.',
      )
    } else {
      if (amountOf(get('size_bytes')) !== file.size_bytes || keyOf(get('mime')) !== file.mime) {
        notes.changed(
          'VALUE_MAPPED',
          `Its file has ${file.size_bytes} bytes and is ${file.mime}; that was taken.`,
        )
      }
      const at = optionalTime(get('created_at'), 'time of the upload', notes) ?? run.clock.iso()
      await run.sink.add('document_versions', {
        id: run.ids.uuid(),
        document_id,
        blob_sha256: sha256,
        file_name: safeFileName(textOf(get('file_url'), 'file name', 500, notes) ?? 'file'),
        mime: file.mime,
        size_bytes: file.size_bytes,
        created_by: run.importer.email,
        created_at: at,
      })
    }
  }
  await run.sink.flush()
}
