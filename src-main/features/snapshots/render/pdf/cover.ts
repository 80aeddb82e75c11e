import type { RoomModel } from '../../../../../src-shared/contract/room-model.ts'
import { utcText } from '../../../../../src-shared/rules/times.ts'
import { chipWidth, drawChip } from './chip.ts'
import { visibilityText } from './clearance.ts'
import { baselineOf, type Flow, type PagePlace } from './flow.ts'
import { colour, paper, roomTone, styles, type TextStyle, tones } from './paper.ts'
import { drawReadinessPanel } from './readiness-panel.ts'
import type { Section } from './section.ts'
import { cargoUnitWords, grouped, inWords } from './words.ts'
import { wrapText } from './wrap.ts'

/** A place on a page that leads to another one. Points from the top left; pages from 1. */
export interface PageLink {
  readonly page: number
  readonly x: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly target: PagePlace
}

/** The first page: what this is, of when, how far the room is, what is in here and what is not. */
export function drawCover(
  flow: Flow,
  { model, heading, contentHash }: { model: RoomModel; heading: string; contentHash: string },
): void {
  drawMasthead(flow, model, heading)
  drawFacts(flow, factsOf(model), model.room.description)
  drawHash(flow, contentHash)
  flow.y += 6
  drawReadinessPanel(flow, model)
  drawScope(flow, model)
}

function drawMasthead(flow: Flow, { room, state_as_of }: RoomModel, heading: string): void {
  const { faces } = flow
  flow.ink.box(paper.left, flow.y, paper.contentWidth, 3, colour.accent)
  flow.y += 14
  const status = { word: inWords(room.status), tone: roomTone[room.status] }
  const width = chipWidth(faces, status.word)
  drawChip(flow.ink, faces, { x: paper.right - width, top: flow.y + 1 }, status)
  const inner = { x: paper.left, width: paper.contentWidth - width - 16 }
  flow.paragraph(heading, styles.heading, inner)
  flow.y += 4
  flow.paragraph(room.code, styles.code)
  flow.y += 2
  flow.paragraph(room.title, styles.title)
  flow.y += 3
  flow.paragraph(
    `State as of ${utcText(state_as_of)}, revision ${grouped(room.revision)}`,
    styles.lead,
  )
  flow.y += 8
  flow.ink.rule(paper.left, flow.y, paper.contentWidth, 0.5, colour.hairline)
  flow.y += 8
}

interface Fact {
  readonly label: string
  readonly value: string
}

function factsOf({ room }: RoomModel): Fact[] {
  const money = (amount: string | null, per = ''): string =>
    amount === null ? '–' : `${room.currency} ${grouped(amount)}${per}`
  const moment = (at: string | null): string => (at === null ? '–' : utcText(at))
  const unit = room.cargo_unit === null ? '' : ` ${cargoUnitWords[room.cargo_unit]}`
  const quantity = room.cargo_quantity === null ? '' : `${grouped(room.cargo_quantity)}${unit}`
  const cargo = [quantity, room.cargo_type ?? ''].filter((part) => part !== '').join(' ')
  const port = room.terminal?.unlocode
  return [
    {
      label: 'Organization',
      value: `${room.organization.name} (${inWords(room.organization.kind)})`,
    },
    { label: 'Location', value: room.location },
    {
      label: 'Terminal',
      value: room.terminal === null ? '–' : `${room.terminal.name}${port ? `, ${port}` : ''}`,
    },
    { label: 'Estimated arrival', value: moment(room.eta) },
    { label: 'Cargo', value: cargo === '' ? '–' : cargo },
    { label: 'Started', value: moment(room.started_at) },
    { label: 'Cargo value', value: money(room.cargo_value) },
    { label: 'Completed', value: moment(room.completed_at) },
    { label: 'Demurrage', value: money(room.demurrage_rate_per_day, ' a day') },
    { label: 'Room opened', value: utcText(room.created_at) },
    { label: 'Tags', value: room.tags.length === 0 ? '–' : room.tags.join(', ') },
    { label: 'Last changed', value: utcText(room.updated_at) },
  ]
}

const factGap = 18
const factWidth = (paper.contentWidth - factGap) / 2

/** Two columns of facts, each a label above its value; then the description over both. */
function drawFacts(flow: Flow, facts: readonly Fact[], description: string | null): void {
  for (let index = 0; index < facts.length; index += 2) {
    const pair = [facts[index], facts[index + 1]].filter((fact) => fact !== undefined)
    const laid = pair.map(({ label, value }) => ({
      label,
      lines: linesOf(flow, value, styles.value),
    }))
    const lines = Math.max(...laid.map((fact) => fact.lines.length))
    flow.ensure(styles.label.leading + styles.value.leading)
    if (flow.y + styles.label.leading + lines * styles.value.leading > paper.bottom) {
      // Too long to stand side by side on a page: one below the other, broken between lines.
      for (const { label, value } of pair) drawLongFact(flow, label, value)
      continue
    }
    for (const [column, { label, lines: texts }] of laid.entries()) {
      const x = paper.left + column * (factWidth + factGap)
      flow.ink.text(x, flow.y + baselineOf(styles.label), label, styles.label)
      for (const [row, line] of texts.entries()) {
        const top = flow.y + styles.label.leading + row * styles.value.leading
        flow.ink.text(x, top + baselineOf(styles.value), line, styles.value)
      }
    }
    flow.y += styles.label.leading + lines * styles.value.leading + 5
  }
  if (description !== null) drawLongFact(flow, 'Description', description)
}

function linesOf(flow: Flow, value: string, style: TextStyle): readonly string[] {
  const printable = flow.faces.printable(value, style.face)
  return wrapText(printable, flow.faces.byName[style.face], style.size, factWidth)
}

function drawLongFact(flow: Flow, label: string, value: string): void {
  flow.ensure(styles.label.leading + styles.value.leading)
  flow.paragraph(label, styles.label)
  flow.paragraph(value, styles.value)
  flow.y += 5
}

function drawHash(flow: Flow, contentHash: string): void {
  flow.ensure(styles.label.leading + styles.valueMono.leading)
  flow.paragraph('Content hash (SHA-256)', styles.label)
  flow.paragraph(contentHash, { ...styles.valueMono, size: 8 })
}

/** What the document leaves out, said on its face; a restricted view stands in a box of its own. */
function drawScope(flow: Flow, model: RoomModel): void {
  const { omitted, visibility } = model.scope
  flow.ensure(60)
  flow.y += 12
  if (visibility.restricted) drawRestriction(flow, visibilityText(model))
  flow.paragraph('Left out of this document', styles.group)
  flow.y += 2
  if (omitted.length === 0) {
    flow.paragraph(
      visibility.restricted
        ? 'Nothing that the maker may see was left out.'
        : 'Nothing: this is the whole room.',
      styles.value,
    )
    return
  }
  for (const { section, count, reason } of omitted) {
    const size = count === null ? '' : ` (${grouped(count)})`
    flow.paragraph(`${inWords(section)}${size}: ${reason}`, styles.value)
  }
}

function drawRestriction(flow: Flow, reason: string): void {
  const x = paper.left + 12
  const width = paper.contentWidth - 24
  const style = styles.value
  const printable = flow.faces.printable(reason, style.face)
  const lines = wrapText(printable, flow.faces.byName[style.face], style.size, width)
  const height = 8 + styles.group.leading + lines.length * style.leading + 8
  if (height <= paper.bottom - paper.top) {
    flow.ensure(height)
    flow.ink.box(paper.left, flow.y, paper.contentWidth, height, tones.amber.tint)
    flow.ink.box(paper.left, flow.y, 3, height, tones.amber.mark)
  }
  flow.y += 8
  flow.ink.text(
    x,
    flow.y + baselineOf(styles.group),
    'Restricted view',
    styles.group,
    tones.amber.text,
  )
  flow.y += styles.group.leading
  for (const line of lines) {
    flow.ensure(style.leading)
    flow.ink.text(x, flow.y + baselineOf(style), line, style)
    flow.y += style.leading
  }
  flow.y += 16
}

const contentsLeading = 14

/**
 * Keeps the place for the list of contents, whose page numbers are not known yet.
 *
 * @returns fills it, once all sections are drawn; one more than was announced has room
 */
export function reserveContents(flow: Flow, sections: readonly Section[]): () => PageLink[] {
  flow.y += 14
  flow.ensure(styles.group.leading + 6 + (sections.length + 1) * contentsLeading)
  flow.paragraph('In this document', styles.group)
  flow.y += 3
  const { ink } = flow
  const page = flow.pages.length
  const top = flow.y
  flow.y += (sections.length + 1) * contentsLeading
  return () =>
    flow.headings.map(({ title, count, place: target }, index) => {
      const y = top + index * contentsLeading
      const baseline = y + 9.5
      ink.text(paper.left, baseline, String(index + 1), styles.label)
      ink.text(paper.left + 18, baseline, title, styles.value)
      ink.text(paper.left + 190, baseline, count, styles.label)
      ink.textRight(paper.right, baseline, String(target.page), styles.value)
      ink.rule(paper.left, y + contentsLeading - 1, paper.contentWidth, 0.4, colour.hairline)
      return {
        page,
        x: paper.left,
        top: y,
        width: paper.contentWidth,
        height: contentsLeading,
        target,
      }
    })
}
