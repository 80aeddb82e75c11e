import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  faceNames,
  loadPdfAssets,
  postScriptNames,
} from '../../src-main/features/snapshots/render/pdf/assets.ts'
import { documentFaces } from '../../src-main/features/snapshots/render/pdf/faces.ts'
import { wrapText } from '../../src-main/features/snapshots/render/pdf/wrap.ts'

const fonts = path.join(import.meta.dirname, '../../resources/fonts')
const assets = await loadPdfAssets()

/** The tables of a TrueType file by tag. */
function tablesOf(file: Uint8Array): Map<string, DataView> {
  const view = new DataView(file.buffer, file.byteOffset)
  return new Map(
    Array.from({ length: view.getUint16(4) }, (_, index) => {
      const entry = 12 + index * 16
      const tag = Buffer.from(file.subarray(entry, entry + 4)).toString('latin1')
      const [offset, length] = [view.getUint32(entry + 8), view.getUint32(entry + 12)]
      return [tag, new DataView(file.buffer, file.byteOffset + offset, length)]
    }),
  )
}

/** Outline of one glyph as hex; for a composite one, of its first part. */
function outlineOf(file: Uint8Array, glyph: number): string {
  const tables = tablesOf(file)
  const [loca, glyf, head] = [tables.get('loca'), tables.get('glyf'), tables.get('head')]
  if (!(loca && glyf && head)) throw new RangeError('No outlines')
  const at = (index: number) =>
    head.getInt16(50) === 1 ? loca.getUint32(index * 4) : loca.getUint16(index * 2) * 2
  if (at(glyph) === at(glyph + 1)) return ''
  if (glyf.getInt16(at(glyph)) < 0) return outlineOf(file, glyf.getUint16(at(glyph) + 12))
  // The tail may be padding.
  const bytes = new Uint8Array(glyf.buffer, glyf.byteOffset + at(glyph), at(glyph + 1) - at(glyph))
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/(00)*$/, '')
}

describe('the fonts', () => {
  it('stand beside their licence', () => {
    expect(readFileSync(path.join(fonts, 'OFL.txt'), 'utf8')).toContain('SIL OPEN FONT LICENSE')
  })

  it.each(faceNames)('cover the scripts and signs that are printed: %s', (face) => {
    const { glyphOf } = assets[face]
    const needed = 'AZaz09 ÀÿĀſƵǅȘțẞỹ €£¥ αωΑΩάΏϊ ἀᾳ АЯаяЁёЇїЎў –—‘’“”…•′″ ×÷±≤≥≠ ←↑→↓ ●○■□▲ №™°·'
    for (const character of needed) {
      expect(glyphOf[character.charCodeAt(0)], character).toBeGreaterThan(0)
    }
  })

  it.each(faceNames)('are whole TrueType files with tabular figures: %s', (face) => {
    const { advances, glyphOf } = assets[face]
    const widths = new Set(
      Array.from('0123456789', (digit) => advances[glyphOf[digit.charCodeAt(0)] ?? 0]),
    )
    expect(widths.size).toBe(1)
    const file = readFileSync(path.join(fonts, `${postScriptNames[face]}.ttf`))
    expect(file.readUInt32BE(0)).toBe(0x0001_0000)
    expect(file.length).toBeLessThan(150_000)
  })

  it('are embedded with the outlines of the characters that were printed, and no others', () => {
    const { byName } = documentFaces(assets)
    const source = readFileSync(path.join(fonts, 'NotoSans-Regular.ttf'))
    const text = 'STS clearance Ωé Ж'
    byName.regular.encode(text)
    const file = byName.regular.subset()
    const printed = byName.regular.printed()
    expect(String.fromCharCode(...printed)).toBe([...new Set(text)].join(''))
    const count = tablesOf(file).get('maxp')?.getUint16(4) ?? 0
    // One for each character, .notdef, and the parts of é.
    expect(count).toBeGreaterThan(printed.length)
    expect(count).toBeLessThanOrEqual(printed.length + 3)
    for (const [index, code] of printed.entries()) {
      const original = assets.regular.glyphOf[code] ?? 0
      expect(outlineOf(file, index + 1), String.fromCharCode(code)).toBe(
        outlineOf(source, original),
      )
    }
  })

  it('give the same file for the same text', () => {
    const draw = () => {
      const { byName } = documentFaces(assets)
      byName.bold.encode('Älvsborg')
      return Buffer.from(byName.bold.subset()).toString('hex')
    }
    expect(draw()).toBe(draw())
  })
})

describe('breaking lines', () => {
  const { regular } = documentFaces(assets).byName
  const lines = (text: string, width: number) => wrapText(text, regular, 10, width)

  it('breaks at spaces, and loses only the space at which it breaks', () => {
    const text = 'The mother vessel keeps her position; the daughter comes alongside to starboard.'
    const wrapped = lines(text, 120)
    expect(wrapped.length).toBeGreaterThan(2)
    expect(wrapped.join(' ')).toBe(text)
    for (const line of wrapped) expect(regular.width(line, 10)).toBeLessThanOrEqual(120)
  })

  it('breaks a word that is too long after a mark, else anywhere, and loses nothing', () => {
    for (const text of ['first.last@very-long-name.example.com', 'x'.repeat(90)]) {
      const wrapped = lines(text, 80)
      expect(wrapped.join('')).toBe(text)
      for (const line of wrapped) expect(regular.width(line, 10)).toBeLessThanOrEqual(80)
    }
    expect(lines('first.last@very-long.com', 62)[0]).toBe('first.last@')
  })

  it('keeps empty lines, and comes to an end in a column narrower than one letter', () => {
    expect(lines('a\n\nb', 100)).toEqual(['a', '', 'b'])
    expect(lines('abc', 1)).toEqual(['a', 'b', 'c'])
  })
})
