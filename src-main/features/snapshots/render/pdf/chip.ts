import type { DocumentFaces } from './faces.ts'
import { baselineOf } from './flow.ts'
import type { Ink } from './ink.ts'
import { styles, type Tone } from './paper.ts'

const height = 11
const beforeMark = 6.5
const beforeWord = 12.5
const afterWord = 6

/** Width of a chip in points. */
export function chipWidth(faces: DocumentFaces, word: string): number {
  return beforeWord + faces.byName.bold.width(word, styles.chip.size) + afterWord
}

/** A status as shape, colour, and word on a tinted ground; `top` is that of a line of its own. */
export function drawChip(
  ink: Ink,
  faces: DocumentFaces,
  at: { x: number; top: number },
  { word, tone }: { word: string; tone: Tone },
): void {
  ink.pill(at.x, at.top, chipWidth(faces, word), height, tone.tint)
  ink.mark(at.x + beforeMark, at.top + height / 2, tone)
  ink.text(at.x + beforeWord, at.top + baselineOf(styles.chip), word, styles.chip, tone.text)
}

/** What a chip takes in a column: its height and the gap below. */
export const chipLeading = height + 1.5
