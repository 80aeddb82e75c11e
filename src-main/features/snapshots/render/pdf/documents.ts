import {
  type DocumentCategory,
  documentCategories,
} from '../../../../../src-shared/contract/enums.ts'
import type { RoomModel } from '../../../../../src-shared/contract/room-model.ts'
import { dateText, utcText } from '../../../../../src-shared/rules/times.ts'
import { documentTone, expiryTone, paper, styles } from './paper.ts'
import { countOf, drawAbsence, omissionsOf, type Section } from './section.ts'
import { type Block, type Cell, chip, drawTable, type Row, text } from './table.ts'
import { counted, criticalityWords, fileKind, fileSize, inWords } from './words.ts'

type Paper = RoomModel['documents'][number]

/** What a document is about: the vessel by name and number, or the whole room. */
export function about(vessel: { name: string; imo: string } | null): string {
  return vessel === null ? 'Whole room' : `${vessel.name}, IMO ${vessel.imo}`
}

function need({ type }: Paper): Cell {
  return [
    text(type.required ? 'Required' : 'Optional', type.required ? styles.cellStrong : styles.cell),
    text(criticalityWords[type.criticality], styles.cellSoft),
  ]
}

function status(document: Paper): Cell {
  const blocks = [chip(inWords(document.status), documentTone[document.status])]
  const expiry = expiryTone[document.expiry_state]
  if (expiry !== null) blocks.push(chip(inWords(document.expiry_state), expiry))
  return blocks
}

/** Who added which version, and its whole hash, stand in the section of the files. */
function latestFile({ versions, uploaded_by, uploaded_at }: Paper): Cell {
  const latest = versions.at(-1)
  if (latest !== undefined) {
    return [
      text(latest.file_name),
      text(latest.sha256.slice(0, 12), styles.hash),
      text(versions.length === 1 ? '' : `version ${versions.length}`, styles.cellSoft),
    ]
  }
  return [
    text('No file'),
    text(uploaded_by ?? '', styles.cellSoft),
    text(uploaded_at === null ? '' : utcText(uploaded_at), styles.cellSoft),
  ]
}

function review({ reviewed_by, reviewed_at }: Paper): Cell {
  if (reviewed_by === null && reviewed_at === null) return [text('–')]
  return [
    text(reviewed_by ?? '–'),
    text(reviewed_at === null ? '' : utcText(reviewed_at), styles.cellSoft),
  ]
}

function documentRow(document: Paper): Row {
  const under: Block[] = []
  if (document.priority !== 'normal') {
    under.push(text(`${inWords(document.priority)} priority`, styles.cellNote))
  }
  if (document.review_note !== null) {
    // Why a document was rejected is what its reader looks for first.
    const style = document.status === 'rejected' ? styles.cellNoteStrong : styles.cellNote
    under.push(text(`Review: ${document.review_note}`, style))
  }
  if (document.notes !== null) under.push(text(`Note: ${document.notes}`, styles.cellNote))
  return {
    cells: [
      [
        text(document.type.name, styles.cellStrong),
        text(about(document.vessel), styles.cellSoft),
        text(document.type.code, styles.hash),
      ],
      need(document),
      status(document),
      [text(document.expires_on === null ? '–' : dateText(document.expires_on))],
      latestFile(document),
      review(document),
    ],
    under,
  }
}

/** Documents in the order of the model, that of the catalogue, under the heading of their category. */
export function documentsSection(model: RoomModel): Section {
  const { documents } = model
  const byCategory = Map.groupBy(documents, ({ type }) => type.category)
  const present = documentCategories.flatMap((category): [DocumentCategory, Paper[]][] => {
    const members = byCategory.get(category)
    return members === undefined ? [] : [[category, members]]
  })
  return {
    title: 'Documents',
    count: countOf(model, 'documents', {
      count: documents.length,
      words: counted(documents.length, 'document'),
    }),
    draw(flow) {
      drawAbsence(flow, {
        omissions: omissionsOf(model, 'documents'),
        empty: documents.length === 0,
        none: 'The room has no documents.',
      })
      for (const [category, members] of present) {
        flow.group(`${inWords(category)} (${members.length})`, 60)
        drawTable(flow, {
          name: `Documents, ${category}`,
          columns: [
            { title: 'Document', width: 124 },
            { title: 'Need, criticality', width: 52 },
            { title: 'Status', width: 78 },
            { title: 'Expires', width: 56 },
            { title: 'Latest file, SHA-256 begins', width: 84 },
            { title: 'Reviewed', width: paper.contentWidth - 394 },
          ],
          rows: members.map(documentRow),
        })
        flow.y += 4
      }
    },
  }
}

/** Every version of every document, with its whole SHA-256: what a file on disk is checked against. */
export function filesSection(model: RoomModel): Section {
  const files = model.documents.flatMap((document) =>
    document.versions.map((version, index) => ({ document, version, number: index + 1 })),
  )
  return {
    title: 'Files',
    count: countOf(model, 'documents', {
      count: files.length,
      words: counted(files.length, 'file'),
    }),
    draw(flow) {
      drawAbsence(flow, {
        omissions: omissionsOf(model, 'documents'),
        empty: files.length === 0,
        none: 'No file has been uploaded.',
      })
      if (files.length === 0) return
      drawTable(flow, {
        name: 'Files',
        columns: [
          { title: 'File', width: 164 },
          { title: 'Document', width: 168 },
          { title: 'Kind, size', width: 58 },
          { title: 'Added', width: paper.contentWidth - 390 },
        ],
        rows: files.map(({ document, version, number }) => ({
          cells: [
            [
              text(version.file_name, styles.cellStrong),
              text(`version ${number}`, styles.cellSoft),
            ],
            [text(document.type.name), text(about(document.vessel), styles.cellSoft)],
            [text(fileKind(version.mime)), text(fileSize(version.size_bytes), styles.cellSoft)],
            [text(version.created_by), text(utcText(version.created_at), styles.cellSoft)],
          ],
          under: [text(`SHA-256 ${version.sha256}`, styles.hash)],
        })),
      })
    },
  }
}
