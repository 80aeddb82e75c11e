import { type RenderSignal, throwIfAborted } from '../interruption.ts'
import type { FaceName } from './assets.ts'
import type { DocumentFaces } from './faces.ts'
import { createInk, type Ink } from './ink.ts'
import { colour, paper, styles, type TextStyle } from './paper.ts'
import { wrapText } from './wrap.ts'

/** A heading that the outline and the list of contents name. */
export interface Heading {
  readonly title: string
  /** `24 documents`; empty where nothing is counted. */
  readonly count: string
  readonly place: PagePlace
  readonly groups: { readonly title: string; readonly place: PagePlace }[]
}

/** Where a link or an entry of the outline leads: a page, from 1, and points from its top. */
export interface PagePlace {
  readonly page: number
  readonly top: number
}

/** The text of a document as it flows from page to page. `y` grows downwards. */
export interface Flow {
  readonly faces: DocumentFaces
  readonly pages: readonly Ink[]
  readonly headings: readonly Heading[]
  ink: Ink
  y: number
  /** @throws RenderAborted when the signal says stop; asked between rows */
  checkSignal(): void
  newPage(): void
  /** Begins a new page when less than `height` is left on this one. */
  ensure(height: number): void
  /** A numbered heading over the whole width, with what it counts at the right. */
  section(title: string, count?: string): void
  /** A heading inside a section. `keep` is the height that must follow it on the same page. */
  group(title: string, keep: number): void
  /** Wrapped text over the given width; breaks between lines. */
  paragraph(text: string, style: TextStyle, box?: { x: number; width: number }): void
}

export interface FlowOptions {
  faces: DocumentFaces
  fontId: Readonly<Record<FaceName, string>>
  signal?: RenderSignal | undefined
  onPage?: ((page: number) => void) | undefined
}

/** Where the baseline stands in a line: the ascent of Noto Sans over the middle of its leading. */
export function baselineOf(style: TextStyle): number {
  return style.leading / 2 + style.size * 0.357
}

/** Opens the first page. */
export function createFlow({ faces, fontId, signal, onPage }: FlowOptions): Flow {
  const pages: Ink[] = []
  const headings: Heading[] = []

  const openPage = (): Ink => {
    throwIfAborted(signal)
    pages.at(-1)?.settle()
    const ink = createInk(faces, fontId)
    pages.push(ink)
    onPage?.(pages.length)
    return ink
  }

  const flow: Flow = {
    faces,
    pages,
    headings,
    ink: openPage(),
    y: paper.firstTop,
    checkSignal: () => throwIfAborted(signal),
    newPage() {
      flow.ink = openPage()
      flow.y = paper.top
    },
    ensure(height) {
      if (flow.y + height > paper.bottom) flow.newPage()
    },
    section(title, count = '') {
      flow.y += headings.length === 0 ? 0 : 20
      // Room for the heading, a group below it, the head of a table, and a row.
      flow.ensure(136)
      const place = { page: pages.length, top: flow.y }
      const name = `${headings.length + 1}  ${title}`
      const baseline = flow.y + baselineOf(styles.section)
      flow.ink.text(paper.left, baseline, name, styles.section)
      flow.ink.textRight(paper.right, baseline, count, styles.sectionCount)
      flow.y += styles.section.leading + 3
      flow.ink.rule(paper.left, flow.y, paper.contentWidth, 0.9, colour.accent)
      flow.y += 8
      headings.push({ title, count, place, groups: [] })
    },
    group(title, keep) {
      flow.ensure(styles.group.leading + 8 + keep)
      headings.at(-1)?.groups.push({ title, place: { page: pages.length, top: flow.y } })
      flow.ink.text(paper.left, flow.y + baselineOf(styles.group), title, styles.group)
      flow.y += styles.group.leading + 3
    },
    paragraph(text, style, { x, width } = { x: paper.left, width: paper.contentWidth }) {
      const printable = faces.printable(text, style.face)
      for (const line of wrapText(printable, faces.byName[style.face], style.size, width)) {
        flow.checkSignal()
        flow.ensure(style.leading)
        flow.ink.text(x, flow.y + baselineOf(style), line, style)
        flow.y += style.leading
      }
    },
  }
  return flow
}
