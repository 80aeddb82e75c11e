import { organizationKinds } from '../../../src-shared/contract/enums.ts'
import type { RoomModel } from '../../../src-shared/contract/room-model.ts'
import type { RestoreIssue } from '../../../src-shared/contract/snapshots.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './restore-store.ts'

type Db = Executor<Tables>
type Document = RoomModel['documents'][number]

export interface Restoring {
  trx: Db
  clock: Clock
  ids: Ids
  /** Who restores: the author of what is written anew. */
  by: string
  /** SHA-256 of the files that the workspace has. */
  files: ReadonlySet<string>
  /** Collects what could not be put back as it was. */
  issues: RestoreIssue[]
}

const issue = (
  { issues }: Restoring,
  section: RestoreIssue['section'],
  label: string,
  message: string,
) => issues.push({ section, label, message })

/** The organization and terminal of a model, found here by id, then by name, else made. */
export async function placesOf(
  to: Restoring,
  { room }: RoomModel,
): Promise<{ organization_id: string; terminal_id: string | null }> {
  const { trx, ids, clock } = to
  const at = clock.iso()
  const { organization, terminal } = room
  let organization_id = await store.organizationLike(trx, organization)
  if (organization_id === undefined) {
    organization_id = ids.uuid()
    const kind = organizationKinds.find((known) => known === organization.kind) ?? 'other'
    await store.insert(trx, 'organizations', [
      { id: organization_id, name: organization.name, kind, created_at: at, updated_at: at },
    ])
    issue(to, 'room', organization.name, 'The organization was not here and was made.')
  }
  if (terminal === null) return { organization_id, terminal_id: null }
  let terminal_id = await store.terminalLike(trx, terminal)
  if (terminal_id === undefined) {
    terminal_id = ids.uuid()
    await store.insert(trx, 'terminals', [
      {
        id: terminal_id,
        name: terminal.name,
        unlocode: terminal.unlocode,
        organization_id: null,
        created_at: at,
        updated_at: at,
      },
    ])
    issue(to, 'room', terminal.name, 'The terminal was not here and was made.')
  }
  return { organization_id, terminal_id }
}

/** The facts of a room that a model holds, as columns. */
export function roomFacts({ room }: RoomModel) {
  const { title, description, location, status, eta, started_at, completed_at } = room
  const { cargo_type, cargo_quantity, cargo_unit, cargo_value, demurrage_rate_per_day } = room
  return {
    ...{ title, description, location, status, eta, started_at, completed_at },
    ...{ cargo_type, cargo_quantity, cargo_unit, cargo_value, demurrage_rate_per_day },
    currency: room.currency,
    tags: JSON.stringify(room.tags),
  }
}

/**
 * Makes what is in a room equal to what is in a model: for a new room everything is written, for one
 * that has contents only what differs. Files are never lost: what has some and is not in the model
 * stays and is said, and a document gets the file of the model as its newest version. Messages stay,
 * and are written only into a room that has none.
 */
export async function putModel(to: Restoring, roomId: string, model: RoomModel): Promise<void> {
  const ships = await putVessels(to, roomId, model)
  const parties = await putParties(to, roomId, model)
  if (holds(model, 'documents')) await putDocuments(to, roomId, model, ships)
  else issue(to, 'documents', 'Documents', 'The snapshot was made without them: none was put back.')
  if (holds(model, 'approvals')) await putApprovals(to, roomId, model, ships, parties)
  else issue(to, 'approvals', 'Approvals', 'The snapshot was made without them: none was put back.')
  await putMessages(to, roomId, model, ships)
}

/** Was this section in the snapshot, and whole? */
const holds = (model: RoomModel, section: 'documents' | 'approvals' | 'messages'): boolean =>
  !model.scope.omitted.some((omitted) => omitted.section === section)

async function putVessels(
  to: Restoring,
  roomId: string,
  model: RoomModel,
): Promise<Map<string, string>> {
  const { trx, clock, ids } = to
  const at = clock.iso()
  const before = await store.roomVessels(trx, roomId)
  /** The registry's id of each ship of the model, by IMO number. */
  const ships = new Map<string, string>()
  for (const [index, vessel] of model.vessels.entries()) {
    const { id: _, role, is_lead: __, imo_verified, ...facts } = vessel
    const there = await store.vesselByImo(trx, vessel.imo)
    const id = there?.id ?? ids.uuid()
    ships.set(vessel.imo, id)
    if (there === undefined) {
      await store.insert(trx, 'vessels', [
        { id, ...facts, imo_verified: imo_verified ? 1 : 0, created_at: at, updated_at: at },
      ])
    } else if (Object.entries(facts).some(([name, fact]) => store.factOf(there, name) !== fact)) {
      issue(
        to,
        'vessels',
        `${vessel.name}, IMO ${vessel.imo}`,
        'The registry knows other facts of this vessel now; it keeps them, for every room.',
      )
    }
    const was = before.find((one) => one.vessel_id === id)
    if (was === undefined) {
      await store.insert(trx, 'room_vessels', [
        { room_id: roomId, vessel_id: id, role, position: index, created_at: at },
      ])
    } else {
      await store.changeRoomVessel(trx, roomId, id, { role, position: index })
    }
  }
  const wanted = new Set(ships.values())
  for (const { vessel_id, name } of before) {
    if (wanted.has(vessel_id)) continue
    if (await store.hasFiles(trx, roomId, vessel_id)) {
      issue(to, 'vessels', name, 'It was not in the room then, but it has files now: it stays.')
    } else await store.removeRoomVessel(trx, roomId, vessel_id)
  }
  return ships
}

/** @returns the id here of each party of the model, by its id there */
async function putParties(
  to: Restoring,
  roomId: string,
  model: RoomModel,
): Promise<Map<string, string>> {
  const { trx, clock, ids } = to
  const before = new Map((await store.parties(trx, roomId)).map((row) => [row.email, row]))
  const parties = new Map<string, string>()
  for (const { id: there, role, name, email, organization } of model.parties) {
    const id = before.get(email)?.id ?? ids.uuid()
    parties.set(there, id)
    if (before.delete(email)) await store.changeParty(trx, id, { role, name, organization })
    else {
      await store.insert(trx, 'parties', [
        { id, room_id: roomId, role, name, email, organization, created_at: clock.iso() },
      ])
    }
  }
  for (const { id } of before.values()) await store.removeParty(trx, id)
  return parties
}

async function putDocuments(
  to: Restoring,
  roomId: string,
  model: RoomModel,
  ships: ReadonlyMap<string, string>,
): Promise<void> {
  const { trx, ids, clock } = to
  const keyOf = (type: string, vessel: string | null) => `${type} ${vessel ?? ''}`
  const before = new Map(
    (await store.documents(trx, roomId)).map((row) => [keyOf(row.type_id, row.vessel_id), row]),
  )
  const rows: Tables['documents'][] = []
  const versions: Tables['document_versions'][] = []
  for (const document of model.documents) {
    const type_id = await typeOf(to, document)
    const vessel_id = document.vessel === null ? null : (ships.get(document.vessel.imo) ?? null)
    const label = labelOf(document)
    if (document.vessel !== null && vessel_id === null) {
      issue(to, 'documents', label, 'Its vessel is not in the snapshot: it was left out.')
      continue
    }
    const key = keyOf(type_id, vessel_id)
    const was = before.get(key)
    before.delete(key)
    const facts = stateOf(to, document)
    const id = was?.id ?? ids.uuid()
    if (was === undefined) {
      rows.push({ id, room_id: roomId, type_id, vessel_id, ...facts, created_at: clock.iso() })
    } else await store.changeDocument(trx, id, facts)
    versions.push(...versionsOf(to, document, id, was?.newest ?? null))
  }
  await store.insert(trx, 'documents', rows)
  await store.insert(trx, 'document_versions', versions)
  for (const row of before.values()) {
    if (row.newest === null) await store.removeDocument(trx, row.id)
    else {
      const message = 'It was not in the room then, but it has a file now: it stays.'
      issue(to, 'documents', row.type_name, message)
    }
  }
}

/**
 * A document whose file is not in this workspace is put back as `missing`: a clearance that nobody
 * can look at is none.
 */
function stateOf(to: Restoring, document: Document) {
  const { expires_on, priority, notes } = document
  const gone = document.versions.length > 0 && !document.versions.some(isHere(to))
  if (gone) {
    const message = 'Its file is not in this workspace: the document is missing here.'
    issue(to, 'documents', labelOf(document), message)
    return {
      ...{ expires_on: null, priority, notes, status: 'missing' as const },
      ...{ uploaded_by: null, uploaded_at: null },
      ...{ reviewed_by: null, reviewed_at: null, review_note: null },
    }
  }
  const { status, uploaded_by, uploaded_at, reviewed_by, reviewed_at, review_note } = document
  return {
    ...{ status, expires_on, priority, notes, uploaded_by, uploaded_at },
    ...{ reviewed_by, reviewed_at, review_note },
  }
}

type Version = Document['versions'][number]
const isHere = (to: Restoring) => (version: Version) => to.files.has(version.sha256)

/** All of them for a new document; else the model’s newest, where another one is the newest here. */
function versionsOf(
  to: Restoring,
  document: Document,
  document_id: string,
  newest: string | null,
): Tables['document_versions'][] {
  const here = document.versions.filter(isHere(to))
  for (const version of document.versions) {
    if (!isHere(to)(version)) {
      issue(to, 'documents', labelOf(document), `${version.file_name} is not in this workspace.`)
    }
  }
  const row = (version: Version) => ({
    id: to.ids.uuid(),
    document_id,
    blob_sha256: version.sha256,
    file_name: version.file_name,
    mime: version.mime,
    size_bytes: version.size_bytes,
  })
  if (newest === null) {
    return here.map((version) => ({
      ...row(version),
      created_by: version.created_by,
      created_at: version.created_at,
    }))
  }
  const last = here.reduce<Version | undefined>(
    (latest, one) => (latest === undefined || one.created_at >= latest.created_at ? one : latest),
    undefined,
  )
  if (last === undefined || last.sha256 === newest) return []
  return [{ ...row(last), created_by: to.by, created_at: to.clock.iso() }]
}

async function typeOf(to: Restoring, { type }: Document): Promise<string> {
  const there = await store.typeByCode(to.trx, type.code)
  if (there === undefined) {
    const id = to.ids.uuid()
    await store.insert(to.trx, 'document_types', [
      {
        id,
        code: type.code,
        name: type.name,
        category: type.category,
        required: type.required ? 1 : 0,
        criticality: type.criticality,
        expiry_warning_days: null,
        is_active: 0,
        position: (await store.lastPosition(to.trx)) + 1,
      },
    ])
    issue(to, 'documents', type.name, 'The document type was not here and was made, not active.')
    return id
  }
  const same =
    there.name === type.name &&
    there.category === type.category &&
    (there.required === 1) === type.required &&
    there.criticality === type.criticality
  if (!same) {
    const message = `The catalogue knows ${type.code} otherwise now; it keeps that, for every room.`
    if (!to.issues.some((one) => one.message === message)) {
      issue(to, 'documents', type.name, message)
    }
  }
  return there.id
}

const labelOf = ({ type, vessel }: Document): string =>
  vessel === null ? type.name : `${type.name}, ${vessel.name}`

async function putApprovals(
  to: Restoring,
  roomId: string,
  model: RoomModel,
  ships: ReadonlyMap<string, string>,
  parties: ReadonlyMap<string, string>,
): Promise<void> {
  await store.removeApprovals(to.trx, roomId)
  const rows: Tables['approvals'][] = []
  for (const { party, vessel, status, comment, decided_at } of model.approvals) {
    const party_id = parties.get(party.id)
    const vessel_id = vessel === null ? null : ships.get(vessel.imo)
    if (party_id === undefined || vessel_id === undefined) {
      const message = 'Its party or vessel is not in the snapshot: it was left out.'
      issue(to, 'approvals', party.name, message)
      continue
    }
    const facts = { party_id, vessel_id, status, comment, decided_at }
    rows.push({ id: to.ids.uuid(), room_id: roomId, ...facts, created_at: to.clock.iso() })
  }
  await store.insert(to.trx, 'approvals', rows)
}

async function putMessages(
  to: Restoring,
  roomId: string,
  model: RoomModel,
  ships: ReadonlyMap<string, string>,
): Promise<void> {
  if (await store.hasMessages(to.trx, roomId)) return
  const emails = new Map(model.parties.map(({ name, email }) => [name, email]))
  await store.insert(
    to.trx,
    'messages',
    model.messages.map(({ vessel, sender_name, sender_role, body, created_at }) => ({
      id: to.ids.uuid(),
      room_id: roomId,
      vessel_id: vessel === null ? null : (ships.get(vessel.imo) ?? null),
      sender_account_id: null,
      sender_name,
      // The model names people, not their addresses: known only of those who are parties.
      sender_email: emails.get(sender_name) ?? '',
      sender_role,
      body,
      created_at,
    })),
  )
}
