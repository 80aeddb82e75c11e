import type { FaceName } from './assets.ts'
import type { DocumentFaces } from './faces.ts'
import { paper, type TextStyle, type Tone } from './paper.ts'

/**
 * Draws on one page. Positions are points from the top left corner; texts stand on their baseline
 * and are already printable. Colours are `#rrggbb`.
 */
export interface Ink {
  text(x: number, baseline: number, text: string, style: TextStyle, inkColour?: string): void
  textRight(right: number, baseline: number, text: string, style: TextStyle): void
  box(x: number, top: number, width: number, height: number, fill: string): void
  /** The outline of a box, inside its edges. */
  frame(x: number, top: number, width: number, height: number, stroke: string): void
  rule(x: number, y: number, width: number, thickness: number, stroke: string): void
  /** A box with slanted stripes: tells a part of a bar from its neighbour in grey. */
  stripes(x: number, top: number, width: number, height: number, fill: string, ground: string): void
  /** A lozenge with round ends. */
  pill(x: number, top: number, width: number, height: number, fill: string): void
  /** The shape of a tone, centred at a point. */
  mark(x: number, y: number, tone: Tone): void
  /** Makes one string of what was drawn so far: thousands of small ones live long and cost memory. */
  settle(): void
  content(): string
}

/** At most two decimals, without an exponent: 0.005 of a point is below what any printer shows. */
const number = (value: number): string => String(Math.round(value * 100) / 100 + 0)

const components = new Map<string, string>()

/** `#0b4f71` → `0.04 0.31 0.44`. */
function rgb(colour: string): string {
  const known = components.get(colour)
  if (known !== undefined) return known
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
  const text = parts.map((part) => String(Math.round(part * 1000) / 1000)).join(' ')
  components.set(colour, text)
  return text
}

/**
 * @param faces  measure and encode
 * @param fontId resource name of each face in the document
 */
export function createInk(faces: DocumentFaces, fontId: Readonly<Record<FaceName, string>>): Ink {
  const operators: string[] = []
  let font = ''
  let fill = ''
  let stroke = ''
  const up = (y: number): string => number(paper.height - y)

  const setFill = (colour: string): void => {
    if (colour === fill) return
    fill = colour
    operators.push(`${rgb(colour)} rg`)
  }
  const setStroke = (colour: string): void => {
    if (colour === stroke) return
    stroke = colour
    operators.push(`${rgb(colour)} RG`)
  }

  const ink: Ink = {
    text(x, baseline, text, style, inkColour = style.colour) {
      if (text === '') return
      setFill(inkColour)
      const wanted = `/${fontId[style.face]} ${style.size} Tf`
      const select = wanted === font ? '' : `${wanted} `
      font = wanted
      const literal = faces.byName[style.face].encode(text)
      operators.push(`BT ${select}${number(x)} ${up(baseline)} Td (${literal}) Tj ET`)
    },
    textRight(right, baseline, text, style) {
      const width = faces.byName[style.face].width(text, style.size)
      ink.text(right - width, baseline, text, style)
    },
    box(x, top, width, height, colour) {
      setFill(colour)
      operators.push(`${number(x)} ${up(top + height)} ${number(width)} ${number(height)} re f`)
    },
    frame(x, top, width, height, colour) {
      setStroke(colour)
      operators.push(
        `0.6 w ${number(x + 0.3)} ${up(top + height - 0.3)} ${number(width - 0.6)} ${number(height - 0.6)} re S`,
      )
    },
    rule(x, y, width, thickness, colour) {
      setStroke(colour)
      operators.push(
        `${number(thickness)} w ${number(x)} ${up(y)} m ${number(x + width)} ${up(y)} l S`,
      )
    },
    stripes(x, top, width, height, colour, ground) {
      ink.box(x, top, width, height, colour)
      setStroke(ground)
      const clip = `${number(x)} ${up(top + height)} ${number(width)} ${number(height)} re W n`
      const lines: string[] = []
      for (let at = x - height; at < x + width; at += 5) {
        lines.push(`${number(at)} ${up(top + height)} m ${number(at + height)} ${up(top)} l`)
      }
      operators.push(`q ${clip} 1.4 w ${lines.join(' ')} S Q`)
    },
    pill(x, top, width, height, colour) {
      setStroke(colour)
      const y = up(top + height / 2)
      operators.push(
        `1 J ${number(height)} w ${number(x + height / 2)} ${y} m ${number(x + width - height / 2)} ${y} l S 0 J`,
      )
    },
    mark(x, y, tone) {
      if (tone.shape === 'square') {
        ink.box(x - 2, y - 2, 4, 4, tone.mark)
      } else if (tone.shape === 'triangle') {
        setFill(tone.mark)
        operators.push(
          `${number(x - 2.5)} ${up(y + 2.1)} m ${number(x + 2.5)} ${up(y + 2.1)} l ${number(x)} ${up(y - 2.3)} l f`,
        )
      } else {
        // A line almost without length and with round ends is a disc.
        setStroke(tone.mark)
        operators.push(`1 J 4.6 w ${number(x)} ${up(y)} m ${number(x + 0.01)} ${up(y)} l S`)
        if (tone.shape === 'ring') {
          setStroke(tone.tint)
          operators.push(`2.4 w ${number(x)} ${up(y)} m ${number(x + 0.01)} ${up(y)} l S`)
        }
        operators.push('0 J')
      }
    },
    settle() {
      const drawn = operators.join('\n')
      operators.length = 0
      operators.push(drawn)
    },
    content: () => operators.join('\n'),
  }
  return ink
}
