import { zipSync } from 'fflate'
import { joined, jpegOf, pageCells, pngOf } from './page-picture.ts'

export type SampleFileKind = 'pdf' | 'png' | 'jpeg' | 'docx'

/** What a sample file says, and about how large it should be (bytes; the smallest possible if absent). */
export interface SampleFileContents {
  title: string
  lines: readonly string[]
  size?: number
}

/**
 * A small, valid document file: its content is what its kind says, so it passes the check of the
 * content on upload, and opens. The same arguments give the same bytes, in every time zone.
 *
 * A PDF prints Latin-1 only; other letters of the text come out as `?` on its page.
 */
export function sampleFile(kind: SampleFileKind, contents: SampleFileContents): Uint8Array {
  switch (kind) {
    case 'pdf':
      return pdf(contents)
    case 'png':
      return picturePng(contents, 0)
    case 'jpeg':
      return jpeg(contents)
    case 'docx':
      return docx(contents)
  }
}

const bytesPerPngRow = 8 * 63

/** The height of the page decides the size: 504 bytes a row of cells. */
function picturePng({ title, lines, size = 0 }: SampleFileContents, other: number): Uint8Array {
  const rows = Math.min(Math.max(Math.round((size - other) / bytesPerPngRow), 20), 88)
  return pngOf(pageCells(title, lines, rows))
}

function jpeg({ title, lines, size = 0 }: SampleFileContents): Uint8Array {
  const cells = pageCells(title, lines, 88)
  const plain = jpegOf(cells, title)
  return size > plain.length ? jpegOf(cells, title + filler(size - plain.length)) : plain
}

function pdf({ title, lines, size = 0 }: SampleFileContents): Uint8Array {
  const page = [
    'BT /F1 16 Tf 56 780 Td',
    `(${pdfText(title)}) Tj /F1 10 Tf 0 -14 Td`,
    ...lines.map((line) => `0 -16 Td (${pdfText(line)}) Tj`),
    'ET',
  ].join('\n')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R ' +
      '/Resources << /Font << /F1 5 0 R >> >> >>',
    pdfStream(page),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Title <${utf16Hex(title)}> /Producer (STS sample) >>`,
  ]
  const plain = pdfFile(objects)
  if (size <= plain.length) return plain
  // A stream that no page shows, where a real file has its scan.
  return pdfFile([...objects, pdfStream(filler(size - plain.length))])
}

function pdfStream(content: string): string {
  return `<< /Length ${content.length} >>\nstream\n${content}\nendstream`
}

/** Objects numbered from 1, the last but the filler being the document information (6). */
function pdfFile(objects: readonly string[]): Uint8Array {
  let text = '%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n'
  const offsets = objects.map((object, index) => {
    const at = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const start = text.length
  const count = objects.length + 1
  text += `xref\n0 ${count}\n0000000000 65535 f \n`
  text += offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  text += `trailer\n<< /Size ${count} /Root 1 0 R /Info 6 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Uint8Array.from(Buffer.from(text, 'latin1'))
}

/** Letters that WinAnsi lacks become `?`; brackets and backslashes are escaped. */
function pdfText(text: string): string {
  return text
    .replaceAll('–', '-')
    .replace(/[^\u0020-\u007e\u00a0-\u00ff]/gu, '?')
    .replace(/[\\()]/g, (sign) => `\\${sign}`)
}

function utf16Hex(text: string): string {
  return `FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}`
}

function docx({ title, lines, size = 0 }: SampleFileContents): Uint8Array {
  const paragraphs = [title, ...lines]
    .map((line) => `<w:p><w:r><w:t xml:space="preserve">${xmlText(line)}</w:t></w:r></w:p>`)
    .join('')
  const parts: Record<string, string> = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      '<Default Extension="xml" ContentType="application/xml"/>' +
      '<Default Extension="png" ContentType="image/png"/>' +
      '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>' +
      '</Types>',
    '_rels/.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
      '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>' +
      '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail" Target="docProps/thumbnail.png"/>' +
      '</Relationships>',
    'word/document.xml':
      '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' +
      `<w:body>${paragraphs}</w:body></w:document>`,
  }
  const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
  const files = Object.fromEntries(
    Object.entries(parts).map(([name, xml]) => [name, new TextEncoder().encode(declaration + xml)]),
  )
  const text = joined(Object.values(files)).length
  const thumbnail = picturePng({ title, lines, size }, text)
  // The zip format keeps local time without a zone: a local date gives the same bytes everywhere.
  const mtime = new Date(2020, 0, 1)
  return zipSync({ ...files, 'docProps/thumbnail.png': thumbnail }, { level: 0, mtime })
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Letters without meaning, always the same, `length` of them, broken into lines of 72. */
function filler(length: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  let state = 0x9e3779b9
  let text = ''
  while (text.length < length) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    text += text.length % 73 === 72 ? '\n' : (letters[state >>> 26] ?? 'A')
  }
  return text
}
