import type { RoomModel } from '../../../../../src-shared/contract/room-model.ts'
import { chipWidth, drawChip } from './chip.ts'
import { baselineOf, type Flow } from './flow.ts'
import type { Ink } from './ink.ts'
import { approvalTone, colour, paper, styles, tones } from './paper.ts'
import { omissionsOf } from './section.ts'
import { counted, grouped, inWords } from './words.ts'

const height = 104
const inset = 14
const figureWidth = 92

/** One part of the bar. In grey the parts differ by darkness, stripes, and outline. */
interface Part {
  readonly word: string
  readonly count: number
  fill(ink: Ink, x: number, top: number, width: number, height: number): void
}

function partsOf({ readiness }: RoomModel): Part[] {
  const of = (...reasons: string[]): number =>
    readiness.blockers.filter(({ reason }) => reasons.includes(reason)).length
  return [
    {
      word: 'Resolved',
      count: readiness.resolved,
      fill: (ink, x, top, width, tall) => ink.box(x, top, width, tall, tones.green.mark),
    },
    {
      word: 'Under review',
      count: of('under_review'),
      fill: (ink, x, top, width, tall) => ink.box(x, top, width, tall, '#f0b941'),
    },
    {
      word: 'Rejected or expired',
      count: of('rejected', 'expired'),
      fill: (ink, x, top, width, tall) =>
        ink.stripes(x, top, width, tall, tones.red.mark, '#f3c3bf'),
    },
    {
      word: 'Missing',
      count: of('missing'),
      fill: (ink, x, top, width, tall) => {
        ink.box(x, top, width, tall, colour.white)
        ink.frame(x, top, width, tall, tones.grey.mark)
      },
    },
  ]
}

/** The readiness of the room: per cent, a bar with the figures of its parts, approvals, expiries. */
export function drawReadinessPanel(flow: Flow, model: RoomModel): void {
  const { readiness, approvals } = model
  flow.ensure(height + 8)
  flow.y += 8
  const top = flow.y
  const { ink } = flow
  ink.box(paper.left, top, paper.contentWidth, height, colour.panel)
  const x = paper.left + inset
  ink.text(x, top + 21, 'Readiness', styles.group)
  ink.text(x, top + 50, `${readiness.progress.toFixed(1)} %`, styles.figure)

  const barLeft = x + figureWidth + 14
  const barWidth = paper.right - inset - barLeft
  const summary =
    readiness.required === 0
      ? 'No document is required'
      : `${grouped(readiness.resolved)} of ${counted(readiness.required, 'required document')} resolved`
  ink.text(barLeft, top + 21, summary, styles.value)
  const parts = partsOf(model)
  drawBar(ink, parts, { x: barLeft, top: top + 29, width: barWidth })
  drawLegend(flow, parts, { x: barLeft, baseline: top + 58 })

  ink.rule(x, top + 70, paper.contentWidth - 2 * inset, 0.4, colour.hairline)
  const approved = approvals.filter(({ status }) => status === 'approved').length
  const word = inWords(readiness.overall_approval)
  ink.text(x, top + 83, 'Approvals', styles.label)
  drawChip(
    ink,
    flow.faces,
    { x, top: top + 86.5 },
    {
      word,
      tone: approvalTone[readiness.overall_approval],
    },
  )
  const beside = x + chipWidth(flow.faces, word) + 6
  const given = approvals.length === 0 ? '' : `${approved} of ${approvals.length} given`
  ink.text(beside, top + 86.5 + baselineOf(styles.chip), given, styles.label)
  const stats = [
    ['Blockers', readiness.blockers.length],
    ['Expiring soon', readiness.expiring_soon.length],
    ['Parties', model.parties.length],
    ['Vessels', model.vessels.length],
    // A room whose documents were left out is not a room without documents.
    ['Documents', omissionsOf(model, 'documents').length > 0 ? null : model.documents.length],
  ] as const
  const statLeft = barLeft + 40
  for (const [index, [label, count]] of stats.entries()) {
    const at = statLeft + (index * (paper.right - inset - statLeft)) / stats.length
    ink.text(at, top + 83, label, styles.label)
    ink.text(at, top + 96, count === null ? '–' : grouped(count), styles.stat)
  }
  flow.y = top + height
}

function drawBar(
  ink: Ink,
  parts: readonly Part[],
  { x, top, width }: { x: number; top: number; width: number },
): void {
  const total = parts.reduce((sum, part) => sum + part.count, 0)
  const shown = parts.filter(({ count }) => count > 0)
  if (total === 0) {
    // Nothing is required: clear, as the figure says.
    parts[0]?.fill(ink, x, top, width, 13)
    return
  }
  const gaps = (shown.length - 1) * 1.5
  let at = x
  for (const part of shown) {
    const partWidth = ((width - gaps) * part.count) / total
    part.fill(ink, at, top, partWidth, 13)
    at += partWidth + 1.5
  }
}

function drawLegend(
  flow: Flow,
  parts: readonly Part[],
  { x, baseline }: { x: number; baseline: number },
): void {
  let at = x
  for (const part of parts) {
    part.fill(flow.ink, at, baseline - 6.5, 7, 7)
    const words = `${part.word} ${grouped(part.count)}`
    flow.ink.text(at + 10.5, baseline, words, { ...styles.label, colour: colour.slate })
    at += 10.5 + flow.faces.byName.regular.width(words, styles.label.size) + 13
  }
}
