import type { RoomModel } from '../../../../../src-shared/contract/room-model.ts'
import type { Flow } from './flow.ts'
import { styles } from './paper.ts'
import { grouped } from './words.ts'

/** One numbered section of the document. */
export interface Section {
  readonly title: string
  /** What it holds, counted: `24 documents`. */
  readonly count: string
  draw(flow: Flow): void
}

type SectionName = RoomModel['scope']['omitted'][number]['section']

/** What the snapshot leaves out of one section, as sentences. */
export function omissionsOf(model: RoomModel, section: SectionName): string[] {
  return model.scope.omitted
    .filter((omission) => omission.section === section)
    .map(({ count, reason }) =>
      count === null
        ? `Not in this document: ${reason}`
        : `Not in this document (${grouped(count)}): ${reason}`,
    )
}

/** What a section holds, counted; `left out` where it holds nothing because nothing was asked for. */
export function countOf(
  model: RoomModel,
  section: SectionName,
  { count, words }: { count: number; words: string },
): string {
  return count === 0 && omissionsOf(model, section).length > 0 ? 'left out' : words
}

/** Says what was left out, or else, where the section is empty, that there is nothing. */
export function drawAbsence(
  flow: Flow,
  { omissions, empty, none }: { omissions: readonly string[]; empty: boolean; none: string },
): void {
  if (empty && omissions.length === 0) flow.paragraph(none, styles.paragraph)
  for (const omission of omissions) flow.paragraph(omission, styles.paragraph)
  if (omissions.length > 0) flow.y += 5
}
