import type { SnapshotFormat } from '../contract/enums.ts'
import { fileStamp } from './times.ts'

const extensions: Record<SnapshotFormat, string> = { pdf: 'pdf', json: 'json', csv: 'zip' }

/** Latin letters, digits, and hyphens of a title, at most 60; empty when nothing is left. */
export function slug(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
}

/** The default name of a snapshot's file: `<room code>_<yyyymmdd-hhmmss>Z_<slug>.<ext>`. */
export function snapshotFileName(snapshot: {
  room_code: string
  created_at: string
  title: string
  format: SnapshotFormat
}): string {
  const name = slug(snapshot.title) || 'room-snapshot'
  return `${snapshot.room_code}_${fileStamp(snapshot.created_at)}Z_${name}.${extensions[snapshot.format]}`
}

/** A name given by a person, made safe to write in a header or beside other files: no path, no control sign, nothing that turns the direction of reading. */
export function safeFileName(name: string): string {
  const last = name.toWellFormed().split(/[\\/]/).at(-1) ?? ''
  const clean = last
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069<>:"|?*]/gu, '_')
    .replace(/^[.\s]+/, '')
  // By code points: half a surrogate pair is no text that could be stored or sent.
  return Array.from(clean).slice(0, 180).join('').trimEnd() || 'file'
}

/**
 * The names in their order, each only once whatever its case: what is there already gets a number
 * (`a.pdf`, `a (2).pdf`), as file managers do.
 */
export function numbered(names: readonly string[]): string[] {
  const given = new Set<string>()
  return names.map((name) => {
    const dot = name.lastIndexOf('.')
    const [stem, end] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
    let free = name
    for (let count = 2; given.has(free.toLowerCase()); count += 1) free = `${stem} (${count})${end}`
    given.add(free.toLowerCase())
    return free
  })
}
