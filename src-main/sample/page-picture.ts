import { crc32 } from 'node:zlib'

/**
 * A page as a scanner would see it from afar: one cell for each letter, dark where there is ink.
 * 62 cells wide; as many rows as asked for.
 */
export function pageCells(title: string, lines: readonly string[], rows: number): boolean[][] {
  const width = 62
  const margin = 4
  const cells = Array.from({ length: rows }, () => Array.from({ length: width }, () => false))
  const write = (row: number, text: string, from: number) => {
    const target = cells[row]
    if (target === undefined) return
    for (const [index, letter] of Array.from(text)
      .slice(0, width - margin - from)
      .entries()) {
      target[from + index] = letter !== ' '
    }
  }
  write(3, title, margin)
  write(4, title, margin)
  // The text again and again fills the page, as the body of a certificate does.
  for (let row = 8, index = 0; row < rows - 4; row += 2, index += 1) {
    write(row, lines[index % Math.max(lines.length, 1)] ?? '', margin)
  }
  return cells
}

/** A grey PNG of one bit a pixel, 8 × 8 pixels a cell, stored without compression. */
export function pngOf(cells: readonly (readonly boolean[])[]): Uint8Array {
  const columns = cells[0]?.length ?? 0
  const rows = cells.flatMap((row) =>
    Array.from({ length: 8 }, (_blank, line) => {
      const inked = line > 0 && line < 6
      return Uint8Array.from([0, ...row.map((dark) => (dark && inked ? 0x00 : 0xff))])
    }),
  )
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, columns * 8)
  view.setUint32(4, rows.length)
  header[8] = 1
  return joined([
    Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', storedZlib(joined(rows))),
    pngChunk('IEND', new Uint8Array(0)),
  ])
}

function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const body = joined([new TextEncoder().encode(type), data])
  return joined([bigEndian(data.length), body, bigEndian(crc32(body))])
}

/** A zlib stream of stored blocks: the same bytes whatever version of zlib Node carries. */
function storedZlib(data: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.from([0x78, 0x01])]
  for (let from = 0; from < data.length; from += 0xffff) {
    const block = data.subarray(from, from + 0xffff)
    const last = from + 0xffff >= data.length ? 1 : 0
    const { length } = block
    const size = [length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff]
    parts.push(Uint8Array.from([last, ...size]), block)
  }
  return joined([...parts, bigEndian(adler32(data))])
}

function adler32(data: Uint8Array): number {
  let a = 1
  let b = 0
  for (const byte of data) {
    a = (a + byte) % 65521
    b = (b + a) % 65521
  }
  return ((b << 16) | a) >>> 0
}

/**
 * A grey baseline JPEG, one 8 × 8 block a cell, of flat blocks only: each is its difference in
 * brightness from the one before, so three Huffman codes are enough (no change `0`, the first
 * block `10`, paper to ink or back `110`).
 */
export function jpegOf(cells: readonly (readonly boolean[])[], comment: string): Uint8Array {
  const columns = cells[0]?.length ?? 0
  const level = 60
  const bits: number[] = []
  const put = (value: number, count: number) => {
    for (let bit = count - 1; bit >= 0; bit -= 1) bits.push((value >> bit) & 1)
  }
  let before = 0
  for (const dark of cells.flat()) {
    const now = dark ? -level : level
    const change = now - before
    before = now
    if (change === 0) put(0b0, 1)
    else {
      const size = Math.abs(change) === level ? 6 : 7
      if (size === 6) put(0b10, 2)
      else put(0b110, 3)
      put(change > 0 ? change : change + 2 ** size - 1, size)
    }
    put(0, 1)
  }
  while (bits.length % 8 !== 0) bits.push(1)
  const scan: number[] = []
  for (let at = 0; at < bits.length; at += 8) {
    const byte = bits.slice(at, at + 8).reduce((value, bit) => value * 2 + bit, 0)
    scan.push(byte)
    if (byte === 0xff) scan.push(0)
  }
  const height = cells.length * 8
  const width = columns * 8
  return joined([
    Uint8Array.from([0xff, 0xd8]),
    jpegSegment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...commentSegments(comment),
    jpegSegment(0xdb, [0, ...Array.from({ length: 64 }, () => 16)]),
    jpegSegment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
    jpegSegment(0xc4, [0x00, 1, 1, 1, ...Array.from({ length: 13 }, () => 0), 0, 6, 7]),
    jpegSegment(0xc4, [0x10, 1, ...Array.from({ length: 15 }, () => 0), 0]),
    jpegSegment(0xda, [1, 1, 0x00, 0, 63, 0]),
    Uint8Array.from([...scan, 0xff, 0xd9]),
  ])
}

/** A comment as long as one likes, in segments of at most 65,000 bytes. */
function commentSegments(comment: string): Uint8Array[] {
  const bytes = [...new TextEncoder().encode(comment)]
  const segments: Uint8Array[] = []
  for (let from = 0; from < bytes.length; from += 65_000) {
    segments.push(jpegSegment(0xfe, bytes.slice(from, from + 65_000)))
  }
  return segments
}

function jpegSegment(marker: number, data: readonly number[]): Uint8Array {
  const length = data.length + 2
  return Uint8Array.from([0xff, marker, length >> 8, length & 255, ...data])
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

/** One array out of several. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
