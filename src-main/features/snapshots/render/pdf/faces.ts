import { type FaceName, faceNames, type PdfAssets } from './assets.ts'
import type { TrueType } from './truetype.ts'

/** A character that the fonts lack, as it was found in the text. */
export interface SubstitutedGlyph {
  /** `U+1F600`. */
  codePoint: string
  /** How many times it was printed as □. */
  count: number
}

/** One face in one document: measures text, and remembers which glyphs were printed. */
export interface DocumentFace {
  /** Advance of a UTF-16 code unit, in thousandths of the font size. */
  advance(code: number): number
  /** Width of a text in points. */
  width(text: string, size: number): number
  /** Text as the inside of a PDF literal string of two-byte glyph numbers. */
  encode(text: string): string
  /** The characters that were printed, in the order of their glyph numbers in the subset, from 1. */
  printed(): readonly number[]
  /** A TrueType file of the glyphs that were printed. */
  subset(): Uint8Array
}

export interface DocumentFaces {
  readonly byName: Readonly<Record<FaceName, DocumentFace>>
  /**
   * Text as it can be printed in a face: composed (NFC), line breaks as LF, tabs as four spaces,
   * and each character that the face lacks, or that has no ink and changes how others are read
   * (controls, zero-width and direction marks), as □. Call it once for each text that is printed:
   * it counts.
   */
  printable(text: string, face: FaceName): string
  substituted(): SubstitutedGlyph[]
}

const substitute = '□'
const plainText = /^[\x20-\x7e\n]*$/

// Two bytes, high first; the four bytes that a PDF literal string can't hold as they are, escaped.
const literalByte = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte)
  if (character === '\r') return '\\r'
  if (character === '\n') return '\\n'
  return /[()\\]/.test(character) ? `\\${character}` : character
})
const literalGlyph = (glyph: number): string =>
  (literalByte[glyph >> 8] ?? '') + (literalByte[glyph & 255] ?? '')

function documentFace(font: TrueType): DocumentFace {
  const { glyphOf, advances, unitsPerEm } = font
  const scale = 1000 / unitsPerEm
  // By code unit: the two bytes to write, once the character was used.
  const written: (string | undefined)[] = []
  const characters: number[] = []
  const glyphs = [0]
  const numberOf = new Map<number, number>()
  const advance = (code: number): number => (advances[glyphOf[code] ?? 0] ?? 0) * scale

  const firstUse = (code: number): string => {
    const glyph = glyphOf[code] ?? 0
    let number = numberOf.get(glyph)
    if (number === undefined) {
      number = glyphs.push(glyph) - 1
      numberOf.set(glyph, number)
      characters.push(code)
    }
    const literal = literalGlyph(number)
    written[code] = literal
    return literal
  }

  return {
    advance,
    width(text, size) {
      let width = 0
      for (let at = 0; at < text.length; at += 1) width += advance(text.charCodeAt(at))
      return (width * size) / 1000
    },
    encode(text) {
      let literal = ''
      for (let at = 0; at < text.length; at += 1) {
        const code = text.charCodeAt(at)
        literal += written[code] ?? firstUse(code)
      }
      return literal
    },
    printed: () => characters,
    subset: () => font.subset(glyphs),
  }
}

// Format characters: no ink of their own, but they hide, join, or turn around what stands beside.
const formatCharacter = /\p{Cf}|\p{Zl}|\p{Zp}/u

/** The faces for one document: what was printed and what was substituted belongs to it alone. */
export function documentFaces(assets: PdfAssets): DocumentFaces {
  const counts = new Map<number, number>()
  const [regular, bold, italic, boldItalic, mono] = faceNames.map((name) =>
    documentFace(assets[name]),
  )
  if (!(regular && bold && italic && boldItalic && mono)) throw new RangeError('A face is missing')

  const replaceUnprintable = (text: string, { glyphOf }: TrueType): string => {
    let result = ''
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0
      const printable =
        character === '\n' ||
        (code <= 0xffff && glyphOf[code] !== 0 && !formatCharacter.test(character))
      if (printable) {
        result += character
      } else {
        counts.set(code, (counts.get(code) ?? 0) + 1)
        result += substitute
      }
    }
    return result
  }

  return {
    byName: { regular, bold, italic, boldItalic, mono },
    printable(text, face) {
      if (plainText.test(text)) return text
      const composed = text.normalize('NFC').replace(/\r\n?/g, '\n').replaceAll('\t', '    ')
      return replaceUnprintable(composed, assets[face])
    },
    substituted: () =>
      [...counts]
        .sort(([a], [b]) => a - b)
        .map(([code, count]) => ({
          codePoint: `U+${code.toString(16).toUpperCase().padStart(4, '0')}`,
          count,
        })),
  }
}
