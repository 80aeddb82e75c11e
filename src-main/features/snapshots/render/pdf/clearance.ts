import type { RoomModel } from '../../../../../src-shared/contract/room-model.ts'
import { dateText } from '../../../../../src-shared/rules/times.ts'
import type { SubstitutedGlyph } from './faces.ts'
import { paper, styles, type Tone, tones } from './paper.ts'
import type { Section } from './section.ts'
import { chip, drawTable, text } from './table.ts'
import { counted, grouped, inWords } from './words.ts'

export type BlockerReason = RoomModel['readiness']['blockers'][number]['reason']

export const blockerTone: Readonly<Record<BlockerReason, Tone>> = {
  missing: tones.grey,
  under_review: tones.amber,
  rejected: tones.red,
  expired: tones.red,
}

/** What stops the room from being clear, and what soon will. */
export function readinessSection({ readiness }: RoomModel): Section {
  const { blockers, expiring_soon: expiring } = readiness
  return {
    title: 'Readiness',
    count: `${readiness.progress.toFixed(1)} %, ${counted(blockers.length, 'blocker')}`,
    draw(flow) {
      if (blockers.length === 0) {
        flow.paragraph('No required document stands in the way.', styles.paragraph)
      } else {
        drawTable(flow, {
          name: 'Blockers',
          columns: [
            { title: 'Stands in the way', width: 92 },
            { title: 'Required document', width: 196 },
            { title: 'Vessel', width: 104 },
            { title: 'Type', width: paper.contentWidth - 392 },
          ],
          rows: blockers.map((blocker) => ({
            cells: [
              [chip(inWords(blocker.reason), blockerTone[blocker.reason])],
              [text(blocker.type_name, styles.cellStrong)],
              [text(blocker.vessel_name ?? 'Whole room')],
              [text(blocker.type_code, styles.hash)],
            ],
          })),
        })
      }
      if (expiring.length === 0) return
      flow.group(`Expiring soon (${expiring.length})`, 40)
      drawTable(flow, {
        name: 'Expiring soon',
        columns: [
          { title: 'Expires', width: 92 },
          { title: 'Document', width: 196 },
          { title: 'Vessel', width: 104 },
          { title: 'Type', width: paper.contentWidth - 392 },
        ],
        rows: expiring.map((document) => ({
          cells: [
            [text(dateText(document.expires_on))],
            [text(document.type_name, styles.cellStrong)],
            [text(document.vessel_name ?? 'Whole room')],
            [text(document.type_code, styles.hash)],
          ],
        })),
      })
    },
  }
}

/** Whose view this is, in one sentence. */
export function visibilityText({ scope }: RoomModel): string {
  if (!scope.visibility.restricted) return 'Made with sight of the whole room.'
  return scope.visibility.reason ?? 'This document holds only what its maker may see.'
}

export function omittedSection(model: RoomModel): Section {
  const { omitted, activity_limit, vessel_ids } = model.scope
  return {
    title: 'Left out of this document',
    count: omitted.length === 0 ? 'nothing' : counted(omitted.length, 'item'),
    draw(flow) {
      flow.paragraph(visibilityText(model), styles.paragraph)
      flow.paragraph(
        `Activity is listed up to ${counted(activity_limit, 'entry', 'entries')}. ${
          vessel_ids === null
            ? 'No selection of vessels was asked for.'
            : `A selection of ${counted(vessel_ids.length, 'vessel')} was asked for.`
        }`,
        styles.paragraph,
      )
      if (omitted.length === 0) {
        flow.paragraph('Nothing was left out.', styles.paragraph)
        return
      }
      flow.y += 6
      drawTable(flow, {
        name: 'Left out',
        columns: [
          { title: 'Section', width: 92 },
          { title: 'Count', width: 56, align: 'right' },
          { title: 'Why', width: paper.contentWidth - 148 },
        ],
        rows: omitted.map(({ section, count, reason }) => ({
          cells: [
            [text(inWords(section), styles.cellStrong)],
            [text(count === null ? '–' : grouped(count))],
            [text(reason)],
          ],
        })),
      })
    },
  }
}

/** Names each character that the fonts lack, so that a □ can be read. */
export function substitutionsSection(glyphs: readonly SubstitutedGlyph[]): Section {
  return {
    title: 'Characters shown as □',
    count: counted(glyphs.length, 'character'),
    draw(flow) {
      flow.paragraph(
        'The fonts of this document have no sign for these Unicode characters; each place is marked with □. The JSON form of the snapshot holds them as they were written.',
        styles.paragraph,
      )
      flow.y += 4
      const list = glyphs.map(
        ({ codePoint, count }) =>
          `${codePoint} ${count === 1 ? 'once' : `${grouped(count)} times`}`,
      )
      flow.paragraph(`${list.join(', ')}.`, styles.paragraph)
    },
  }
}
