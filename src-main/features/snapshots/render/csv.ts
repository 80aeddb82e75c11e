import { zipSync } from 'fflate'
import type { RoomModel } from '../../../../src-shared/contract/room-model.ts'
import { type CsvValue, csvText } from '../../../../src-shared/rules/csv.ts'
import { type RenderSignal, throwIfAborted } from './interruption.ts'

type Row = Readonly<Record<string, CsvValue>>

/** One file of the zip: the header stands also where there are no rows. */
interface Sheet {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

const vesselCells = (vessel: { id: string; imo: string; name: string } | null): Row => ({
  vessel_id: vessel?.id ?? null,
  vessel_imo: vessel?.imo ?? null,
  vessel_name: vessel?.name ?? null,
})
const vesselColumns = ['vessel_id', 'vessel_imo', 'vessel_name']

function roomSheet({ room }: RoomModel): Sheet {
  const { organization, terminal, tags, ...facts } = room
  const row: Row = {
    ...facts,
    organization_id: organization.id,
    organization_name: organization.name,
    organization_kind: organization.kind,
    terminal_id: terminal?.id ?? null,
    terminal_name: terminal?.name ?? null,
    terminal_unlocode: terminal?.unlocode ?? null,
    tags: tags.join('; '),
  }
  return {
    name: 'room.csv',
    columns: [
      'id',
      'code',
      'title',
      'description',
      'status',
      'location',
      'organization_id',
      'organization_name',
      'organization_kind',
      'terminal_id',
      'terminal_name',
      'terminal_unlocode',
      'eta',
      'started_at',
      'completed_at',
      'cargo_type',
      'cargo_quantity',
      'cargo_unit',
      'cargo_value',
      'demurrage_rate_per_day',
      'currency',
      'tags',
      'revision',
      'created_at',
      'updated_at',
    ],
    rows: [row],
  }
}

function documentSheets({ documents }: RoomModel): Sheet[] {
  return [
    {
      name: 'documents.csv',
      columns: [
        'id',
        'type_code',
        'type_name',
        'category',
        'required',
        'criticality',
        ...vesselColumns,
        'status',
        'expires_on',
        'expiry_state',
        'resolved',
        'priority',
        'notes',
        'uploaded_by',
        'uploaded_at',
        'reviewed_by',
        'reviewed_at',
        'review_note',
        'versions',
      ],
      rows: documents.map(({ type, vessel, versions, ...facts }) => ({
        ...facts,
        type_code: type.code,
        type_name: type.name,
        category: type.category,
        required: type.required,
        criticality: type.criticality,
        ...vesselCells(vessel),
        versions: versions.length,
      })),
    },
    {
      name: 'document_versions.csv',
      columns: [
        'document_id',
        'type_code',
        'file_name',
        'mime',
        'size_bytes',
        'sha256',
        'created_by',
        'created_at',
      ],
      rows: documents.flatMap((document) =>
        document.versions.map((version) => ({
          document_id: document.id,
          type_code: document.type.code,
          ...version,
        })),
      ),
    },
  ]
}

function readinessSheets({ readiness }: RoomModel): Sheet[] {
  return [
    {
      name: 'readiness.csv',
      columns: ['progress', 'required', 'resolved', 'overall_approval'],
      rows: [
        {
          progress: readiness.progress,
          required: readiness.required,
          resolved: readiness.resolved,
          overall_approval: readiness.overall_approval,
        },
      ],
    },
    {
      name: 'blockers.csv',
      columns: ['document_id', 'type_code', 'type_name', 'vessel_name', 'reason'],
      rows: readiness.blockers,
    },
    {
      name: 'expiring_soon.csv',
      columns: ['document_id', 'type_code', 'type_name', 'vessel_name', 'expires_on'],
      rows: readiness.expiring_soon,
    },
  ]
}

function scopeSheets({ schema, state_as_of, scope }: RoomModel): Sheet[] {
  return [
    {
      name: 'scope.csv',
      columns: [
        'schema',
        'state_as_of',
        'restricted',
        'restriction_reason',
        'vessel_ids',
        'activity_limit',
      ],
      rows: [
        {
          schema,
          state_as_of,
          restricted: scope.visibility.restricted,
          restriction_reason: scope.visibility.reason,
          vessel_ids: scope.vessel_ids?.join('; ') ?? null,
          activity_limit: scope.activity_limit,
        },
      ],
    },
    { name: 'omitted.csv', columns: ['section', 'count', 'reason'], rows: scope.omitted },
  ]
}

function sheetsOf(model: RoomModel): Sheet[] {
  return [
    roomSheet(model),
    {
      name: 'parties.csv',
      columns: ['id', 'role', 'name', 'email', 'organization'],
      rows: model.parties,
    },
    {
      name: 'vessels.csv',
      columns: [
        'id',
        'imo',
        'imo_verified',
        'name',
        'role',
        'is_lead',
        'vessel_type',
        'flag',
        'owner',
        'charterer',
        'length_m',
        'beam_m',
        'draft_m',
        'gross_tonnage',
        'net_tonnage',
        'built_year',
        'class_society',
        'mmsi',
      ],
      rows: model.vessels,
    },
    ...documentSheets(model),
    {
      name: 'approvals.csv',
      columns: [
        'id',
        'party_id',
        'party_name',
        'party_role',
        ...vesselColumns,
        'status',
        'comment',
        'decided_at',
      ],
      rows: model.approvals.map(({ party, vessel, ...facts }) => ({
        ...facts,
        party_id: party.id,
        party_name: party.name,
        party_role: party.role,
        ...vesselCells(vessel),
      })),
    },
    {
      name: 'messages.csv',
      columns: ['id', 'sender_name', 'sender_role', ...vesselColumns, 'body', 'created_at'],
      rows: model.messages.map(({ vessel, ...facts }) => ({ ...facts, ...vesselCells(vessel) })),
    },
    {
      name: 'activity.csv',
      columns: ['seq', 'at', 'actor', 'action', 'summary'],
      rows: model.activity,
    },
    ...readinessSheets(model),
    ...scopeSheets(model),
  ]
}

/** @throws RangeError when a column of the sheet is not a field of the row */
function cellsOf(sheet: Sheet, row: Row): CsvValue[] {
  return sheet.columns.map((column) => {
    const value = row[column]
    if (value === undefined) throw new RangeError(`${sheet.name} has no value for ${column}`)
    return value
  })
}

/**
 * The model as a zip of RFC 4180 files, one a section, UTF-8, CRLF, formulas made inert.
 *
 * The same model gives the same bytes: the files stand in a fixed order and carry a fixed time.
 */
export function renderCsv(model: RoomModel, signal?: RenderSignal): Uint8Array {
  const files: Record<string, Uint8Array> = {}
  for (const sheet of sheetsOf(model)) {
    throwIfAborted(signal)
    const rows = sheet.rows.map((row) => cellsOf(sheet, row))
    files[sheet.name] = Buffer.from(csvText(sheet.columns, rows), 'utf8')
  }
  // Zip times have no zone and fflate reads the local clock face: built from local fields, the
  // face shows the same noon everywhere.
  return zipSync(files, { level: 6, mtime: new Date(1980, 0, 1, 12, 0, 0) })
}
