/**
 * Reads a TrueType file as far as a PDF needs it, and writes the part of it that a document used.
 * Source: OpenType 1.9, tables cmap (format 4), head, hhea, hmtx, loca, glyf, maxp, OS/2, post.
 */
export interface TrueType {
  readonly unitsPerEm: number
  /** xMin, yMin, xMax, yMax; font units. */
  readonly bbox: readonly [number, number, number, number]
  readonly ascender: number
  readonly descender: number
  readonly capHeight: number
  /** Degrees, negative when leaning to the right. */
  readonly italicAngle: number
  readonly fixedPitch: boolean
  /** Glyph number by UTF-16 code unit; 0 where the font has none. */
  readonly glyphOf: Uint16Array
  /** Advance width by glyph number; font units. */
  readonly advances: Uint16Array
  /**
   * A TrueType file of the given glyphs only, renumbered: the n-th of `glyphs` becomes glyph n, and
   * parts of composite glyphs follow. `glyphs[0]` must be 0, the "not defined" glyph.
   */
  subset(glyphs: readonly number[]): Uint8Array
}

interface Table {
  readonly offset: number
  readonly length: number
}

/** @throws RangeError when the bytes are no TrueType font with glyf outlines */
export function readTrueType(file: Uint8Array): TrueType {
  // A copy of its own: `slice` of a Buffer shares memory, that of a Uint8Array does not.
  const bytes = Uint8Array.from(file)
  const view = new DataView(bytes.buffer)
  const tables = readDirectory(view)
  const table = (tag: string): Table => {
    const found = tables.get(tag)
    if (found === undefined) throw new RangeError(`The font has no ${tag} table`)
    return found
  }
  const head = table('head').offset
  const hhea = table('hhea').offset
  const os2 = table('OS/2').offset
  const post = table('post').offset
  const glyphCount = view.getUint16(table('maxp').offset + 4)
  const { advances, bearings } = readMetrics(view, table('hmtx').offset, {
    glyphCount,
    metricCount: view.getUint16(hhea + 34),
  })
  const longOffsets = view.getInt16(head + 50) === 1
  const loca = table('loca').offset
  const glyf = table('glyf').offset
  const glyphData = (glyph: number): Uint8Array => {
    const at = (index: number) =>
      longOffsets ? view.getUint32(loca + index * 4) : view.getUint16(loca + index * 2) * 2
    return bytes.subarray(glyf + at(glyph), glyf + at(glyph + 1))
  }
  const copyOf = (tag: string) => {
    const { offset, length } = table(tag)
    return bytes.slice(offset, offset + length)
  }
  return {
    unitsPerEm: view.getUint16(head + 18),
    bbox: [
      view.getInt16(head + 36),
      view.getInt16(head + 38),
      view.getInt16(head + 40),
      view.getInt16(head + 42),
    ],
    ascender: view.getInt16(hhea + 4),
    descender: view.getInt16(hhea + 6),
    capHeight: view.getInt16(os2 + 88),
    italicAngle: view.getInt32(post + 4) / 65_536,
    fixedPitch: view.getUint32(post + 12) !== 0,
    glyphOf: readCharacters(view, table('cmap').offset),
    advances,
    subset: (glyphs) =>
      writeSubset(glyphs, {
        head: copyOf('head'),
        hhea: copyOf('hhea'),
        maxp: copyOf('maxp'),
        advances,
        bearings,
        glyphData,
      }),
  }
}

function readDirectory(view: DataView): Map<string, Table> {
  if (view.getUint32(0) !== 0x0001_0000) throw new RangeError('Not a TrueType font')
  const tables = new Map<string, Table>()
  const count = view.getUint16(4)
  for (let index = 0; index < count; index += 1) {
    const entry = 12 + index * 16
    const tag = String.fromCharCode(
      ...[0, 1, 2, 3].map((position) => view.getUint8(entry + position)),
    )
    tables.set(tag, { offset: view.getUint32(entry + 8), length: view.getUint32(entry + 12) })
  }
  return tables
}

function readMetrics(
  view: DataView,
  hmtx: number,
  { glyphCount, metricCount }: { glyphCount: number; metricCount: number },
): { advances: Uint16Array; bearings: Int16Array } {
  const advances = new Uint16Array(glyphCount)
  const bearings = new Int16Array(glyphCount)
  for (let glyph = 0; glyph < glyphCount; glyph += 1) {
    const metric = Math.min(glyph, metricCount - 1)
    advances[glyph] = view.getUint16(hmtx + metric * 4)
    bearings[glyph] = view.getInt16(
      glyph < metricCount
        ? hmtx + glyph * 4 + 2
        : hmtx + metricCount * 4 + (glyph - metricCount) * 2,
    )
  }
  return { advances, bearings }
}

function readCharacters(view: DataView, cmap: number): Uint16Array {
  const count = view.getUint16(cmap + 2)
  for (let index = 0; index < count; index += 1) {
    const subtable = cmap + view.getUint32(cmap + 4 + index * 8 + 4)
    if (view.getUint16(subtable) === 4) return readSegments(view, subtable)
  }
  throw new RangeError('The font has no character map of format 4')
}

function readSegments(view: DataView, subtable: number): Uint16Array {
  const glyphOf = new Uint16Array(65_536)
  const bytesOfSegments = view.getUint16(subtable + 6)
  const ends = subtable + 14
  const starts = ends + bytesOfSegments + 2
  const deltas = starts + bytesOfSegments
  const ranges = deltas + bytesOfSegments
  for (let segment = 0; segment < bytesOfSegments; segment += 2) {
    const end = view.getUint16(ends + segment)
    const start = view.getUint16(starts + segment)
    const delta = view.getUint16(deltas + segment)
    const range = view.getUint16(ranges + segment)
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      if (range === 0) {
        glyphOf[code] = code + delta
      } else {
        const glyph = view.getUint16(ranges + segment + range + (code - start) * 2)
        glyphOf[code] = glyph === 0 ? 0 : glyph + delta
      }
    }
  }
  return glyphOf
}

interface SubsetSource {
  head: Uint8Array
  hhea: Uint8Array
  maxp: Uint8Array
  advances: Uint16Array
  bearings: Int16Array
  glyphData(glyph: number): Uint8Array
}

function writeSubset(glyphs: readonly number[], source: SubsetSource): Uint8Array {
  const order = [...glyphs]
  const numberOf = new Map(order.map((glyph, index) => [glyph, index]))
  const outlines: Uint8Array[] = []
  // `order` grows while composites name their parts.
  for (let index = 0; index < order.length; index += 1) {
    const data = source.glyphData(order[index] ?? 0)
    outlines.push(renumberParts(data, numberOf, order))
  }

  const offsets = new Uint8Array((order.length + 1) * 4)
  const offsetView = new DataView(offsets.buffer)
  const metrics = new Uint8Array(order.length * 4)
  const metricView = new DataView(metrics.buffer)
  let end = 0
  for (const [index, glyph] of order.entries()) {
    metricView.setUint16(index * 4, source.advances[glyph] ?? 0)
    metricView.setInt16(index * 4 + 2, source.bearings[glyph] ?? 0)
    offsetView.setUint32(index * 4, end)
    end += padded(outlines[index]?.length ?? 0)
  }
  offsetView.setUint32(order.length * 4, end)
  const glyf = new Uint8Array(end)
  for (const [index, outline] of outlines.entries()) {
    glyf.set(outline, offsetView.getUint32(index * 4))
  }

  const { head, hhea, maxp } = source
  const headView = new DataView(head.buffer)
  headView.setUint32(8, 0)
  headView.setInt16(50, 1)
  new DataView(hhea.buffer).setUint16(34, order.length)
  new DataView(maxp.buffer).setUint16(4, order.length)
  return writeFile([
    ['glyf', glyf],
    ['head', head],
    ['hhea', hhea],
    ['hmtx', metrics],
    ['loca', offsets],
    ['maxp', maxp],
  ])
}

/** A composite glyph with its parts renumbered; parts not seen before join the end of `order`. */
function renumberParts(
  data: Uint8Array,
  numberOf: Map<number, number>,
  order: number[],
): Uint8Array {
  if (data.length === 0) return data
  const copy = data.slice()
  const view = new DataView(copy.buffer)
  if (view.getInt16(0) >= 0) return copy
  let at = 10
  for (;;) {
    const flags = view.getUint16(at)
    const part = view.getUint16(at + 2)
    let number = numberOf.get(part)
    if (number === undefined) {
      number = order.push(part) - 1
      numberOf.set(part, number)
    }
    view.setUint16(at + 2, number)
    at += 4 + (flags & 0x0001 ? 4 : 2)
    if (flags & 0x0008) at += 2
    else if (flags & 0x0040) at += 4
    else if (flags & 0x0080) at += 8
    if ((flags & 0x0020) === 0) return copy
  }
}

const padded = (length: number): number => (length + 3) & ~3

function checksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let sum = 0
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0
  return sum
}

/** Writes tables, given in the order of their tags, as one file with right checksums. */
function writeFile(tables: readonly (readonly [tag: string, data: Uint8Array])[]): Uint8Array {
  const headerLength = 12 + tables.length * 16
  const total = tables.reduce((sum, [, data]) => sum + padded(data.length), headerLength)
  const file = new Uint8Array(total)
  const view = new DataView(file.buffer)
  const power = 2 ** Math.floor(Math.log2(tables.length))
  view.setUint32(0, 0x0001_0000)
  view.setUint16(4, tables.length)
  view.setUint16(6, power * 16)
  view.setUint16(8, Math.log2(power))
  view.setUint16(10, (tables.length - power) * 16)
  let offset = headerLength
  let headOffset = 0
  for (const [index, [tag, data]] of tables.entries()) {
    const entry = 12 + index * 16
    file.set(data, offset)
    for (let position = 0; position < 4; position += 1) {
      file[entry + position] = tag.charCodeAt(position)
    }
    view.setUint32(entry + 4, checksum(file.subarray(offset, offset + padded(data.length))))
    view.setUint32(entry + 8, offset)
    view.setUint32(entry + 12, data.length)
    if (tag === 'head') headOffset = offset
    offset += padded(data.length)
  }
  view.setUint32(headOffset + 8, (0xb1b0_afba - checksum(file)) >>> 0)
  return file
}
