import { zlibSync } from 'fflate'
import { jsPDF } from 'jspdf'
import { type FaceName, faceNames, type PdfAssets, postScriptNames } from './assets.ts'
import type { PageLink } from './cover.ts'
import type { DocumentFace, DocumentFaces } from './faces.ts'
import type { Heading, PagePlace } from './flow.ts'
import { paper } from './paper.ts'
import type { TrueType } from './truetype.ts'

/**
 * The one place that knows jsPDF 4.2.1. jsPDF gives the document its structure: objects, pages,
 * embedded fonts, outline, links, information. What stands on the pages is written by `ink.ts`.
 *
 * Four hooks are used, to be checked again at each upgrade:
 * `processDataByFilters` (every stream is deflated, the fonts too, without a detour over strings of
 * single characters), `TTFFont.open` (the faces are parsed once a thread and not once a document),
 * `internal.write`, and `outline.line` (see `writeOutline`).
 */
interface FontFace {
  readonly font: TrueType
  readonly face: DocumentFace
}

declare module 'jspdf' {
  interface jsPDFAPI {
    TTFFont: { prototype: object; open(file: Uint8Array): object }
    processDataByFilters(data: string, filters: unknown): { data: string; reverseChain: string }
  }
}

// fflate and not node:zlib: zlib's bytes depend on the processor and the build, and the same
// content must give the same file on every machine.
jsPDF.API.processDataByFilters = (data) => ({
  data: Buffer.from(zlibSync(Buffer.from(data, 'latin1'), { level: 6 })).toString('latin1'),
  reverseChain: '/FlateDecode',
})

// The faces of the document that is being opened, by the name in its virtual file.
const opening = new Map<string, FontFace>()
const openFile = jsPDF.API.TTFFont.open
jsPDF.API.TTFFont.open = (file) => {
  const known = opening.get(Buffer.from(file).toString('latin1'))
  return known === undefined ? openFile(file) : metadataOf(known)
}

/** What jsPDF's writer of Identity-H fonts reads of a face. Its shape is that of its TTFFont. */
function metadataOf({ font, face }: FontFace): object {
  const perEm = 1000 / font.unitsPerEm
  const scaled = (value: number) => Math.round(value * perEm)
  const metadata: object = Object.create(jsPDF.API.TTFFont.prototype)
  // The writer asks for these at the end, when all pages are drawn.
  const atTheEnd = {
    get toUnicode() {
      return Object.fromEntries(face.printed().map((code, index) => [index + 1, code]))
    },
    Unicode: {
      encoding: {},
      kerning: {},
      get widths() {
        return [1, face.printed().map((code) => Math.round(face.advance(code)))]
      },
    },
  }
  return Object.defineProperties(metadata, {
    ...Object.getOwnPropertyDescriptors(atTheEnd),
    ...Object.getOwnPropertyDescriptors({
      subset: { encode: () => face.subset() },
      // For the mark of a used font (see below): a text without glyphs.
      characterToGlyph: () => 0,
      widthOfGlyph: () => 0,
      bbox: font.bbox.map(scaled),
      // Symbolic: the glyphs are numbered by us; fixed pitch and italic as the face says.
      flags: 4 | (font.fixedPitch ? 1 : 0) | (font.italicAngle === 0 ? 0 : 64),
      stemV: 0,
      italicAngle: font.italicAngle,
      ascender: scaled(font.ascender),
      decender: scaled(font.descender),
      capHeight: scaled(font.capHeight),
      glyIdsUsed: [0],
    }),
  })
}

interface Writer {
  write(text: string): void
}
const isWriter = (value: unknown): value is Writer =>
  typeof value === 'object' &&
  value !== null &&
  'write' in value &&
  typeof value.write === 'function'

/** What the document says about itself. People's text; it is made safe here. */
export interface DocumentInformation {
  readonly title: string
  readonly author: string
  readonly subject: string
  readonly keywords: string
  /** UTC, ISO-8601. */
  readonly createdAt: string
  /** 32 hex digits. */
  readonly fileId: string
}

export interface FinishedPages {
  readonly contents: readonly string[]
  readonly headings: readonly Heading[]
  readonly links: readonly PageLink[]
  readonly information: DocumentInformation
}

export interface OpenDocument {
  /** Resource name of each face, for the `Tf` operator. */
  readonly fontId: Readonly<Record<FaceName, string>>
  finish(pages: FinishedPages): Uint8Array
}

/** Six letters in front of the name of an embedded subset (ISO 32000-1, 9.6.4), from the content. */
function subsetTag(contentHash: string): string {
  return Array.from(contentHash.slice(0, 6), (digit) =>
    String.fromCharCode(65 + Number.parseInt(digit, 16)),
  ).join('')
}

/**
 * Opens a document and registers the faces. Nothing of the clock, the zone, or chance stays in it.
 */
export function openDocument(
  assets: PdfAssets,
  faces: DocumentFaces,
  contentHash: string,
): OpenDocument {
  const doc = new jsPDF({
    unit: 'pt',
    format: 'a4',
    compress: true,
    putOnlyUsedFonts: true,
    floatPrecision: 2,
  })
  const tag = subsetTag(contentHash)
  const nameOf = (face: FaceName) => `${tag}+${postScriptNames[face]}`
  const register = (face: FaceName): string => {
    const key = postScriptNames[face]
    opening.set(key, { font: assets[face], face: faces.byName[face] })
    try {
      doc.addFileToVFS(key, Buffer.from(key, 'latin1').toString('base64'))
      return String(doc.addFont(key, nameOf(face), 'normal', 'normal', 'Identity-H'))
    } finally {
      opening.delete(key)
    }
  }
  const fontId = {
    regular: register('regular'),
    bold: register('bold'),
    italic: register('italic'),
    boldItalic: register('boldItalic'),
    mono: register('mono'),
  }
  const writer: unknown = doc.internal
  if (!isWriter(writer)) throw new TypeError('jsPDF has no internal.write')

  return {
    fontId,
    finish({ contents, headings, links, information }) {
      for (const [index, content] of contents.entries()) {
        if (index > 0) doc.addPage()
        writer.write(content)
        for (const { x, top, width, height, target } of links.filter(
          ({ page }) => page === index + 1,
        )) {
          doc.link(x, top, width, height, {
            pageNumber: target.page,
            top: target.top - aboveHeading,
          })
        }
      }
      markUsedFonts(doc, faces, nameOf)
      writeOutline(doc, headings)
      describe(doc, information)
      return Uint8Array.from(Buffer.from(doc.output(), 'latin1'))
    },
  }
}

/** A heading that was led to stands a little below the edge of the window. */
const aboveHeading = 8

/** What is used of jsPDF's outline beside `add`. It writes `/Dest […]` with the top of the page. */
interface OutlineWriter {
  line(text: string): void
  objStart(item: object): void
}
const isOutlineWriter = (value: object): value is OutlineWriter =>
  'line' in value && typeof value.line === 'function' && 'objStart' in value

/** Entries for sections and groups, each leading to its heading and not only to its page. */
function writeOutline(doc: jsPDF, headings: readonly Heading[]): void {
  const tops = new Map<object, number>()
  const add = (parent: object | null, title: string, { page, top }: PagePlace): object => {
    const item: object = doc.outline.add(parent, title, { pageNumber: page })
    tops.set(item, top)
    return item
  }
  for (const { title, place, groups } of headings) {
    const item = add(null, title, place)
    for (const group of groups) add(item, group.title, group.place)
  }
  const writer: object = doc.outline
  if (!isOutlineWriter(writer)) throw new TypeError('jsPDF has no outline.line')
  const { line, objStart } = writer
  let top: number | undefined
  writer.objStart = (item) => {
    top = tops.get(item)
    objStart.call(writer, item)
  }
  writer.line = (text) => {
    const height = top === undefined ? 0 : paper.height - top + aboveHeading
    line.call(
      writer,
      text.replace(/^(\/Dest \[\d+ 0 R) .*/, `$1 /XYZ null ${height.toFixed(2)} null]`),
    )
  }
}

/**
 * jsPDF embeds the fonts that its own `text` has set. It sets nothing here, so each face that was
 * used is named to it once, by a text that holds no glyph.
 */
function markUsedFonts(doc: jsPDF, faces: DocumentFaces, nameOf: (face: FaceName) => string): void {
  for (const face of faceNames) {
    if (faces.byName[face].printed().length === 0) continue
    doc.setFont(nameOf(face), 'normal')
    doc.text('\u0000', paper.left, paper.firstTop)
  }
}

function describe(doc: jsPDF, information: DocumentInformation): void {
  const { title, author, subject, keywords, createdAt, fileId } = information
  doc.setDocumentProperties({
    title: informationText(title),
    author: informationText(author),
    subject: informationText(subject),
    keywords: informationText(keywords),
    creator: 'STS Clearance Desktop',
  })
  doc.setFileId(fileId)
  // As a string: a Date would put the zone of this machine into the bytes.
  doc.setCreationDate(pdfDate(createdAt))
  doc.setLanguage('en-GB')
  doc.setDisplayMode('fullwidth', 'continuous', 'UseOutlines')
  doc.viewerPreferences({ DisplayDocTitle: true })
}

/** `2026-11-20T14:05:09.123Z` → `D:20261120140509+00'00'`. jsPDF takes the years 1970 to 2037. */
function pdfDate(iso: string): string {
  const year = Math.min(2037, Math.max(1970, Number(iso.slice(0, 4))))
  return `D:${year}${iso.slice(5, 19).replace(/[-:T]/g, '')}+00'00'`
}

/**
 * Text that jsPDF can put into the information dictionary unharmed. It writes UTF-16 without
 * escaping the byte 0D, which readers take for a line end: `č` (U+010D) would come back as `Ċ`.
 * Such letters are decomposed, and what still holds the byte becomes □.
 */
function informationText(text: string): string {
  let result = ''
  for (const character of text.toWellFormed().replace(/\s+/g, ' ')) {
    result += hasCarriageReturn(character) ? replaceCarriageReturn(character) : character
  }
  return result
}

function hasCarriageReturn(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code >> 8 === 13 || (code & 255) === 13) return true
  }
  return false
}

function replaceCarriageReturn(character: string): string {
  const decomposed = character.normalize('NFD')
  return hasCarriageReturn(decomposed) ? '□' : decomposed
}
