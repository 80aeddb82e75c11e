import type { RoomModel } from '../src-shared/contract/room-model.ts'
import { dateText, utcText } from '../src-shared/rules/times.ts'

/** A room as plain tables: what every peer prints, each in its own way. Widths are points. */
export interface PlainTable {
  title: string
  columns: { title: string; width: number }[]
  rows: string[][]
}

const vesselName = (vessel: { name: string } | null): string => vessel?.name ?? 'Whole room'
const moment = (at: string | null): string => (at === null ? '–' : utcText(at))

/** The same texts in the same columns as our own paper has, without chips, bars, and outline. */
export function plainTables(model: RoomModel): PlainTable[] {
  const { room, readiness } = model
  return [
    {
      title: `Room snapshot ${room.code}: ${room.title}`,
      columns: [
        { title: 'Fact', width: 120 },
        { title: 'Value', width: 373 },
      ],
      rows: [
        ['Status', room.status],
        ['Organization', room.organization.name],
        ['Location', room.location],
        ['Terminal', room.terminal?.name ?? '–'],
        ['Estimated arrival', moment(room.eta)],
        ['Started', moment(room.started_at)],
        ['Completed', moment(room.completed_at)],
        ['Cargo', `${room.cargo_quantity ?? ''} ${room.cargo_unit ?? ''} ${room.cargo_type ?? ''}`],
        ['Value', room.cargo_value ?? '–'],
        ['Demurrage', room.demurrage_rate_per_day ?? '–'],
        ['Description', room.description ?? '–'],
        ['Readiness', `${readiness.progress} %, ${readiness.blockers.length} blockers`],
      ],
    },
    {
      title: 'Blockers',
      columns: [
        { title: 'Stands in the way', width: 92 },
        { title: 'Required document', width: 196 },
        { title: 'Vessel', width: 104 },
        { title: 'Type', width: 101 },
      ],
      rows: readiness.blockers.map((one) => [
        one.reason,
        one.type_name,
        one.vessel_name ?? 'Whole room',
        one.type_code,
      ]),
    },
    {
      title: 'Parties',
      columns: [
        { title: 'Name', width: 128 },
        { title: 'Role', width: 62 },
        { title: 'E-mail', width: 168 },
        { title: 'Organization', width: 135 },
      ],
      rows: model.parties.map((one) => [one.name, one.role, one.email, one.organization ?? '–']),
    },
    {
      title: 'Vessels',
      columns: [
        { title: 'Vessel', width: 120 },
        { title: 'Numbers', width: 120 },
        { title: 'Type, flag', width: 120 },
        { title: 'Owner', width: 133 },
      ],
      rows: model.vessels.map((one) => [
        one.name,
        `IMO ${one.imo}`,
        `${one.vessel_type}, ${one.flag}`,
        one.owner ?? '–',
      ]),
    },
    {
      title: 'Documents',
      columns: [
        { title: 'Document', width: 124 },
        { title: 'Need', width: 52 },
        { title: 'Status', width: 78 },
        { title: 'Expires', width: 56 },
        { title: 'Latest file', width: 84 },
        { title: 'Reviewed', width: 99 },
      ],
      rows: model.documents.map((one) => [
        [one.type.name, vesselName(one.vessel), one.type.code, one.notes, one.review_note]
          .filter((line) => line !== null)
          .join('\n'),
        `${one.type.required ? 'Required' : 'Optional'}\n${one.type.criticality}`,
        `${one.status}\n${one.expiry_state}`,
        one.expires_on === null ? '–' : dateText(one.expires_on),
        `${one.versions.at(-1)?.file_name ?? 'No file'}\n${one.versions.at(-1)?.sha256.slice(0, 12) ?? ''}`,
        `${one.reviewed_by ?? '–'}\n${moment(one.reviewed_at)}`,
      ]),
    },
    {
      title: 'Files',
      columns: [
        { title: 'File', width: 300 },
        { title: 'Document', width: 100 },
        { title: 'Added', width: 93 },
      ],
      rows: model.documents.flatMap((document) =>
        document.versions.map((one) => [
          `${one.file_name}\n${one.sha256}`,
          document.type.name,
          `${one.created_by}\n${utcText(one.created_at)}`,
        ]),
      ),
    },
    {
      title: 'Approvals',
      columns: [
        { title: 'Party', width: 106 },
        { title: 'Approves', width: 104 },
        { title: 'Status', width: 70 },
        { title: 'Comment', width: 110 },
        { title: 'Decided', width: 103 },
      ],
      rows: model.approvals.map((one) => [
        one.party.name,
        vesselName(one.vessel),
        one.status,
        one.comment ?? '–',
        moment(one.decided_at),
      ]),
    },
    {
      title: 'Activity',
      columns: [
        { title: 'When, UTC', width: 86 },
        { title: 'Who', width: 138 },
        { title: 'What', width: 229 },
        { title: 'Entry', width: 40 },
      ],
      rows: model.activity.map((one) => [
        `${dateText(one.at)}, ${one.at.slice(11, 16)}`,
        one.actor,
        one.summary,
        String(one.seq),
      ]),
    },
    {
      title: 'Messages',
      columns: [
        { title: 'From', width: 152 },
        { title: 'Message', width: 341 },
      ],
      rows: model.messages.map((one) => [
        `${one.sender_name}\n${one.sender_role ?? ''}, ${utcText(one.created_at)}`,
        one.body,
      ]),
    },
  ].filter((table) => table.rows.length > 0)
}
