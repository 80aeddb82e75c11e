import { chipLeading, drawChip } from './chip.ts'
import { baselineOf, type Flow } from './flow.ts'
import { colour, paper, styles, type TextStyle, type Tone } from './paper.ts'
import { wrapText } from './wrap.ts'

/** Part of a cell: text that wraps, or a status. Text is data and is printed as it is. */
export type Block =
  | { readonly text: string; readonly style: TextStyle }
  | { readonly word: string; readonly tone: Tone }
export type Cell = readonly Block[]

export interface Column {
  readonly title: string
  /** Points, with the gap to the next column; all columns together take the width of the page. */
  readonly width: number
  readonly align?: 'right'
}

export interface Row {
  readonly cells: readonly Cell[]
  /** Stands below the cells over the whole width: notes, hashes. */
  readonly under?: Cell
}

export interface Table {
  /** Said above the head where the table goes on: `Documents, vessel`. */
  readonly name: string
  readonly columns: readonly Column[]
  readonly rows: Iterable<Row>
}

type Line =
  | {
      readonly kind: 'text'
      readonly text: string
      readonly style: TextStyle
      readonly height: number
    }
  | { readonly kind: 'chip'; readonly word: string; readonly tone: Tone; readonly height: number }

/** Lines of one cell at their place across the page. */
interface Stack {
  readonly x: number
  readonly width: number
  readonly right: boolean
  readonly lines: readonly Line[]
}

const gap = 8
const inset = 5
const padding = 2.6
const leastOfRow = 48
const continuedHeight = styles.continued.leading + 2

export const text = (value: string, style: TextStyle = styles.cell): Block => ({
  text: value,
  style,
})
export const chip = (word: string, tone: Tone): Block => ({ word, tone })

/**
 * Draws a table: a tinted head that stands again on each page, a hairline below each row, wrapped
 * cells. Nothing is cut: a row that is too tall for the rest of the page moves on, and one that is
 * taller than a page goes on over as many as it needs.
 */
export function drawTable(flow: Flow, { name, columns, rows }: Table): void {
  const places = placesOf(columns)
  const head = columns.map((column, index) =>
    stackOf(flow, [text(column.title, styles.tableHead)], places[index] ?? wholeWidth),
  )
  const headHeight = heightOf(head) + 2 * padding

  const drawHead = (): void => {
    flow.ink.box(paper.left, flow.y, paper.contentWidth, headHeight, colour.headRow)
    flow.y += padding
    drawStacks(flow, head)
    flow.y += heightOf(head) + padding
  }
  const breakPage = (): void => {
    flow.newPage()
    flow.ink.text(
      paper.left,
      flow.y + baselineOf(styles.continued),
      `${name}, continued`,
      styles.continued,
    )
    flow.y += continuedHeight
    drawHead()
  }

  const wholePage = paper.bottom - paper.top - continuedHeight - headHeight
  let first = true
  for (const row of rows) {
    flow.checkSignal()
    const bands = bandsOf(flow, row, places)
    const height = bands.reduce((sum, band) => sum + heightOf(band), 2 * padding)
    if (first) {
      // The head never stands alone at the foot of a page, and never leaves its heading behind:
      // headings keep this much, and a taller first row goes on over the page.
      flow.ensure(headHeight + Math.min(height, leastOfRow))
      drawHead()
      first = false
    } else if (flow.y + height > paper.bottom && height <= wholePage) {
      breakPage()
    }
    flow.y += padding
    for (const band of bands) drawBand(flow, band, breakPage)
    flow.y += padding
    flow.ink.rule(paper.left, flow.y, paper.contentWidth, 0.4, colour.hairline)
  }
  if (first) drawHead()
  flow.y += 8
}

interface Place {
  readonly x: number
  readonly width: number
  readonly right: boolean
}

const wholeWidth: Place = {
  x: paper.left + inset,
  width: paper.contentWidth - 2 * inset,
  right: false,
}

function placesOf(columns: readonly Column[]): Place[] {
  let x = paper.left
  return columns.map((column, index) => {
    const last = index === columns.length - 1
    const place = {
      x: x + inset,
      width: column.width - (last ? 2 * inset : gap),
      right: column.align === 'right',
    }
    x += column.width
    return place
  })
}

function stackOf(flow: Flow, cell: Cell, place: Place): Stack {
  const lines: Line[] = []
  for (const block of cell) {
    if ('tone' in block) {
      lines.push({ kind: 'chip', word: block.word, tone: block.tone, height: chipLeading })
      continue
    }
    if (block.text === '') continue
    const { style } = block
    const printable = flow.faces.printable(block.text, style.face)
    const face = flow.faces.byName[style.face]
    for (const line of wrapText(printable, face, style.size, place.width)) {
      lines.push({ kind: 'text', text: line, style, height: style.leading })
    }
  }
  return { ...place, lines }
}

/** The cells side by side, and below them what goes over the whole width. */
function bandsOf(flow: Flow, row: Row, places: readonly Place[]): Stack[][] {
  const cells = places.map((place, index) => stackOf(flow, row.cells[index] ?? [], place))
  if (row.under === undefined || row.under.length === 0) return [cells]
  return [cells, [stackOf(flow, row.under, wholeWidth)]]
}

function heightOf(stacks: readonly Stack[]): number {
  let most = 0
  for (const { lines } of stacks) {
    let height = 0
    for (const line of lines) height += line.height
    if (height > most) most = height
  }
  return most
}

function drawLine(flow: Flow, stack: Stack, line: Line, top: number): void {
  if (line.kind === 'chip') {
    drawChip(flow.ink, flow.faces, { x: stack.x, top }, line)
  } else if (stack.right) {
    flow.ink.textRight(stack.x + stack.width, top + baselineOf(line.style), line.text, line.style)
  } else {
    flow.ink.text(stack.x, top + baselineOf(line.style), line.text, line.style)
  }
}

function drawStacks(flow: Flow, stacks: readonly Stack[]): void {
  for (const stack of stacks) {
    let top = flow.y
    for (const line of stack.lines) {
      drawLine(flow, stack, line, top)
      top += line.height
    }
  }
}

/** Draws a band where it stands, or, when it is taller than what is left, page by page. */
function drawBand(flow: Flow, band: readonly Stack[], breakPage: () => void): void {
  const height = heightOf(band)
  if (flow.y + height <= paper.bottom) {
    drawStacks(flow, band)
    flow.y += height
    return
  }
  let rest = band
  while (rest.some((stack) => stack.lines.length > 0)) {
    const pieces = rest.map((stack) => {
      let fits = 0
      let used = 0
      for (const line of stack.lines) {
        if (flow.y + used + line.height > paper.bottom) break
        used += line.height
        fits += 1
      }
      return { stack, fits }
    })
    if (pieces.every(({ fits }) => fits === 0)) {
      breakPage()
      continue
    }
    const part = pieces.map(({ stack, fits }) => ({ ...stack, lines: stack.lines.slice(0, fits) }))
    drawStacks(flow, part)
    flow.y += heightOf(part)
    rest = pieces.map(({ stack, fits }) => ({ ...stack, lines: stack.lines.slice(fits) }))
  }
}
