import type { DocumentFace } from './faces.ts'

const space = 32
// After these a long word may break: between the parts of paths, addresses, codes, and numbers.
const softBreaks = new Set(Array.from('-/\\_.,;:@&=+?|', (character) => character.charCodeAt(0)))

/**
 * Breaks text into lines no wider than `width` points: at spaces, else after a mark inside the
 * word, else anywhere. Nothing is lost but the space at which a line breaks.
 *
 * @returns at least one line; line breaks in the text begin a new one
 */
export function wrapText(
  text: string,
  face: DocumentFace,
  size: number,
  width: number,
): readonly string[] {
  const limit = (width * 1000) / size + 0.001
  const lines: string[] = []
  for (const paragraph of text.includes('\n') ? text.split('\n') : [text]) {
    wrapParagraph(paragraph, face, limit, lines)
  }
  return lines
}

function wrapParagraph(text: string, face: DocumentFace, limit: number, lines: string[]): void {
  let start = 0
  let used = 0
  let atSpace = -1
  let afterMark = -1
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    const advance = face.advance(code)
    used += advance
    // A space may hang over the edge; a mark without advance stays with its letter.
    if (used > limit && at > start && code !== space && advance > 0) {
      let end = at
      let next = at
      if (atSpace > start) {
        end = atSpace
        next = atSpace + 1
      } else if (afterMark > start) {
        end = afterMark
        next = afterMark
      }
      lines.push(text.slice(start, end))
      start = next
      used = 0
      atSpace = -1
      afterMark = -1
      at = next - 1
      continue
    }
    if (code === space) atSpace = at
    else if (softBreaks.has(code)) afterMark = at + 1
  }
  lines.push(text.slice(start))
}
