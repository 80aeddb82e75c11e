import type {
  ApprovalStatus,
  DocumentStatus,
  ExpiryState,
  RoomStatus,
} from '../../../../../src-shared/contract/enums.ts'
import type { FaceName } from './assets.ts'

/** A4 in points, margins of 18 mm, and the room that the running head and the foot take. */
const millimetre = 72 / 25.4
const margin = 18 * millimetre
export const paper = {
  width: 210 * millimetre,
  height: 297 * millimetre,
  margin,
  left: margin,
  right: 210 * millimetre - margin,
  contentWidth: (210 - 2 * 18) * millimetre,
  /** Where the text of the first page and of the others begins, and where it ends. */
  firstTop: margin,
  top: margin + 26,
  bottom: 297 * millimetre - margin - 22,
} as const

/** The harbour blue and the slates of the screens; each pair of text and ground at 4.5 : 1 or more. */
export const colour = {
  accent: '#0b4f71',
  accentTint: '#e6eff4',
  ink: '#17222c',
  slate: '#3d4d5c',
  muted: '#576776',
  hairline: '#ccd5dc',
  headRow: '#e8eef2',
  panel: '#f4f7f9',
  white: '#ffffff',
} as const

/** A status in colour, shape, and word: the shape still tells in grey. */
export interface Tone {
  readonly text: string
  readonly tint: string
  readonly mark: string
  readonly shape: 'disc' | 'triangle' | 'square' | 'ring'
}

export const tones = {
  green: { text: '#14663a', tint: '#e2f3e9', mark: '#1b7f49', shape: 'disc' },
  amber: { text: '#7a4f00', tint: '#fdf0d5', mark: '#c98500', shape: 'triangle' },
  red: { text: '#9f1f18', tint: '#fbe7e5', mark: '#c0281f', shape: 'square' },
  blue: { text: '#0b4f71', tint: '#e1eef5', mark: '#0b6a99', shape: 'disc' },
  grey: { text: '#47555f', tint: '#edf1f4', mark: '#7b8a96', shape: 'ring' },
} as const satisfies Record<string, Tone>

export const documentTone: Readonly<Record<DocumentStatus, Tone>> = {
  missing: tones.grey,
  under_review: tones.amber,
  approved: tones.green,
  rejected: tones.red,
}
export const approvalTone: Readonly<Record<ApprovalStatus, Tone>> = {
  pending: tones.amber,
  approved: tones.green,
  rejected: tones.red,
}
export const roomTone: Readonly<Record<RoomStatus, Tone>> = {
  pending: tones.grey,
  ready: tones.green,
  active: tones.blue,
  on_hold: tones.amber,
  completed: tones.green,
  cancelled: tones.grey,
}
/** What expiry adds to a status; null where there is nothing to say. */
export const expiryTone: Readonly<Record<ExpiryState, Tone | null>> = {
  none: null,
  valid: null,
  expiring_soon: tones.amber,
  expired: tones.red,
}

/** How a text is set: face, size and distance of lines in points, colour. */
export interface TextStyle {
  readonly face: FaceName
  readonly size: number
  readonly leading: number
  readonly colour: string
}

const style = (face: FaceName, size: number, leading: number, ink: string): TextStyle => ({
  face,
  size,
  leading,
  colour: ink,
})

export const styles = {
  code: style('mono', 19, 24, colour.accent),
  title: style('bold', 15, 20, colour.ink),
  heading: style('bold', 10, 13, colour.accent),
  lead: style('regular', 9.5, 13, colour.slate),
  section: style('bold', 13, 17, colour.accent),
  sectionCount: style('regular', 9, 12, colour.muted),
  group: style('bold', 9.5, 13, colour.ink),
  paragraph: style('regular', 9, 12.5, colour.ink),
  label: style('regular', 7.5, 10, colour.muted),
  value: style('regular', 9, 12, colour.ink),
  valueMono: style('mono', 8.5, 12, colour.ink),
  figure: style('bold', 24, 28, colour.ink),
  stat: style('bold', 11, 14, colour.ink),
  tableHead: style('bold', 7.5, 9.5, colour.slate),
  cell: style('regular', 8, 10.5, colour.ink),
  cellStrong: style('bold', 8, 10.5, colour.ink),
  cellSoft: style('regular', 7.5, 10, colour.muted),
  cellNote: style('italic', 7.5, 10, colour.slate),
  cellNoteStrong: style('boldItalic', 7.5, 10, colour.slate),
  cellMono: style('mono', 7.2, 10.5, colour.slate),
  hash: style('mono', 7, 10, colour.slate),
  chip: style('bold', 7, 11, colour.ink),
  continued: style('italic', 7.5, 10, colour.muted),
  running: style('regular', 7, 9, colour.muted),
  runningStrong: style('bold', 7, 9, colour.slate),
  runningMono: style('mono', 6.2, 9, colour.muted),
} as const satisfies Record<string, TextStyle>
