import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from '@playwright/test'
import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from 'pdf-lib'
import PdfKit from 'pdfkit'
import { chromiumFlags, findChromium } from '../scripts/chromium.ts'
import type { PlainTable } from './_paper.ts'

/** Prints tables as a PDF, in a process or a page that is warm. */
export interface Peer {
  name: string
  /** @returns what it took by the peer's own clock, and how large the file is */
  draw(room: string): Promise<{ ms: number; bytes: number }>
  close(): Promise<void>
}

type Rooms = Readonly<Record<string, PlainTable[]>>

const fonts = join(import.meta.dirname, '../resources/fonts')
const margin = (18 * 72) / 25.4

function inProcess(
  name: string,
  rooms: Rooms,
  draw: (tables: PlainTable[]) => Promise<number>,
): Peer {
  return {
    name,
    draw: async (room) => {
      const start = performance.now()
      const bytes = await draw(rooms[room] ?? [])
      return { ms: performance.now() - start, bytes }
    },
    close: async () => undefined,
  }
}

/**
 * pdfkit, rows laid out by hand, with our cut fonts, embedded. Its own tables (since 0.17) take some
 * fifty times as long with these rows, so they are not what it is measured by.
 */
export function pdfkitPeer(rooms: Rooms): Peer {
  const regular = readFileSync(join(fonts, 'NotoSans-Regular.ttf'))
  const bold = readFileSync(join(fonts, 'NotoSans-Bold.ttf'))
  return inProcess('pdfkit, tables by hand', rooms, async (tables) => {
    const doc = new PdfKit({ size: 'A4', margin, compress: true })
    let bytes = 0
    doc.on('data', (chunk: Uint8Array) => {
      bytes += chunk.length
    })
    doc.registerFont('regular', regular).registerFont('bold', bold)
    const bottom = doc.page.height - margin - 22
    let y = margin
    const drawRow = (cells: string[], columns: PlainTable['columns'], font: string) => {
      doc.font(font).fontSize(8)
      const width = (index: number) => (columns[index]?.width ?? 0) - 8
      const heights = cells.map((cell, at) => doc.heightOfString(cell, { width: width(at) }))
      const height = Math.max(...heights) + 5
      if (y + height > bottom) {
        doc.addPage()
        y = margin
        if (font === 'regular')
          drawRow(
            columns.map(({ title }) => title),
            columns,
            'bold',
          )
        doc.font(font).fontSize(8)
      }
      let x = margin
      for (const [at, cell] of cells.entries()) {
        doc.text(cell, x, y + 2.5, { width: width(at), lineBreak: true })
        x += columns[at]?.width ?? 0
      }
      y += height
      doc
        .moveTo(margin, y)
        .lineTo(doc.page.width - margin, y)
        .lineWidth(0.4)
        .stroke('#ccd5dc')
    }
    for (const { title, columns, rows } of tables) {
      if (y + 60 > bottom) {
        doc.addPage()
        y = margin
      }
      doc
        .font('bold')
        .fontSize(13)
        .text(title, margin, y + 12)
      y = doc.y + 4
      drawRow(
        columns.map((column) => column.title),
        columns,
        'bold',
      )
      for (const row of rows) drawRow(row, columns, 'regular')
    }
    const ended = once(doc, 'end')
    doc.end()
    await ended
    return bytes
  })
}

/** pdf-lib, which has neither tables nor wrapping: both by hand, in a standard font. */
export function pdfLibPeer(rooms: Rooms): Peer {
  return inProcess('pdf-lib, standard font, layout by hand', rooms, async (tables) => {
    const doc = await PDFDocument.create()
    const font = await doc.embedFont(StandardFonts.Helvetica)
    const bold = await doc.embedFont(StandardFonts.HelveticaBold)
    const known = new Set(font.getCharacterSet())
    const encodable = (text: string) =>
      Array.from(text, (sign) => (known.has(sign.codePointAt(0) ?? 0) ? sign : '?')).join('')
    let page: PDFPage = doc.addPage([595.28, 841.89])
    let y = 841.89 - margin
    const advance = (height: number) => {
      if (y - height < margin + 22) {
        page = doc.addPage([595.28, 841.89])
        y = 841.89 - margin
      }
    }
    const drawRow = (cells: string[], widths: number[], face: PDFFont) => {
      const lines = cells.map((cell, index) =>
        wrapped(encodable, cell, face, (widths[index] ?? 0) - 8),
      )
      const height = Math.max(...lines.map((cell) => cell.length)) * 10.5 + 5
      advance(height)
      let x = margin
      for (const [index, cell] of lines.entries()) {
        for (const [row, line] of cell.entries()) {
          page.drawText(line, { x, y: y - 10 - row * 10.5, size: 8, font: face })
        }
        x += widths[index] ?? 0
      }
      y -= height
      const end = { x: 595.28 - margin, y }
      page.drawLine({ start: { x: margin, y }, end, thickness: 0.4, color: rgb(0.8, 0.83, 0.86) })
    }
    for (const { title, columns, rows } of tables) {
      advance(60)
      y -= 24
      page.drawText(encodable(title), { x: margin, y, size: 13, font: bold })
      y -= 6
      const widths = columns.map(({ width }) => width)
      drawRow(
        columns.map((column) => column.title),
        widths,
        bold,
      )
      for (const row of rows) drawRow(row, widths, font)
    }
    return (await doc.save()).length
  })
}

function wrapped(
  encodable: (text: string) => string,
  text: string,
  font: PDFFont,
  width: number,
): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = []
    let line = ''
    for (const word of encodable(paragraph).split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`
      if (line !== '' && font.widthOfTextAtSize(longer, 8) > width) {
        lines.push(line)
        line = word
      } else line = longer
    }
    return [...lines, line]
  })
}

/** ReportLab in a Python that is running already. @returns undefined where there is none */
export async function reportlabPeer(rooms: Rooms): Promise<Peer | undefined> {
  const program = join(import.meta.dirname, 'reportlab-peer.py')
  for (const python of ['/usr/bin/python3', 'python3']) {
    const child = spawn(python, [program], { stdio: ['pipe', 'pipe', 'ignore'] })
    child.on('error', () => undefined)
    child.stdin.on('error', () => undefined)
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    child.stdin.write(`${JSON.stringify({ fonts, rooms })}\n`)
    const hello = await answers.next()
    if (hello.done === true) continue
    const { version }: { version: string } = JSON.parse(hello.value)
    return {
      name: `ReportLab ${version} platypus`,
      draw: async (room) => {
        child.stdin.write(`${room}\n`)
        const answer = await answers.next()
        if (answer.done === true) throw new Error('ReportLab has stopped.')
        return JSON.parse(answer.value)
      },
      close: async () => {
        child.stdin.end()
        await once(child, 'exit')
      },
    }
  }
  return undefined
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>')

function html(tables: PlainTable[]): string {
  const body = tables.map(({ title, columns, rows }) => {
    const head = columns.map((column) => `<th style="width:${column.width}pt">${column.title}</th>`)
    const cells = rows.map(
      (row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`,
    )
    return `<h2>${escaped(title)}</h2><table><thead><tr>${head.join('')}</tr></thead><tbody>${cells.join('')}</tbody></table>`
  })
  const font = readFileSync(join(fonts, 'web/noto-sans-400.woff2')).toString('base64')
  return `<!doctype html><meta charset="utf-8"><style>
    @font-face{font-family:N;src:url(data:font/woff2;base64,${font})}
    body{font:8pt/10.5pt N}table{border-collapse:collapse;table-layout:fixed;width:493pt}
    th{background:#e8eef2;text-align:left}td{border-bottom:.4pt solid #ccd5dc;vertical-align:top;
    overflow-wrap:anywhere}</style>${body.join('')}`
}

/** Chromium’s print-to-PDF: a page that is open already gets the room and prints it. */
export async function chromiumPeer(rooms: Rooms): Promise<(Peer & { coldMs: number }) | undefined> {
  const executablePath = findChromium()
  if (executablePath === undefined) return undefined
  const start = performance.now()
  const browser = await chromium.launch({ executablePath, args: chromiumFlags() })
  const page = await browser.newPage()
  const draw = async (room: string) => {
    const begin = performance.now()
    await page.setContent(html(rooms[room] ?? []))
    const margins = { top: '18mm', right: '18mm', bottom: '18mm', left: '18mm' }
    const { length } = await page.pdf({ format: 'A4', margin: margins, printBackground: true })
    return { ms: performance.now() - begin, bytes: length }
  }
  await draw(Object.keys(rooms)[0] ?? '')
  return {
    name: 'Chromium print, warm page',
    coldMs: performance.now() - start,
    draw,
    close: () => browser.close(),
  }
}
