import { hash } from 'node:crypto'
import type { Clock } from '../../../platform/clock/index.ts'
import type { Ids } from '../../../platform/ids/index.ts'
import type { Reporter, RowNotes } from '../report.ts'
import type { Sink } from '../sink.ts'
import type { Standing } from '../store.ts'
import type { LegacySource } from './source.ts'

/** A room that this import takes, as what is in it needs to know it. */
export interface TakenRoom {
  id: string
  code: string
  organization_id: string
  parties: Map<string, { id: string; role: string }>
  /** By the predecessor's id of the ship in this room. */
  vessels: Map<string, string>
}

/** Everything that the steps of one import share. */
export interface Import {
  id: string
  source: LegacySource
  report: Reporter
  sink: Sink
  clock: Clock
  ids: Ids
  /** What the workspace holds before the import. */
  standing: Standing
  importer: { email: string; id: string | null }
  /** SHA-256 of the files that can be had, with what they are. */
  files: ReadonlyMap<string, { size_bytes: number; mime: string }>
  /** Account by e-mail. */
  accounts: Map<string, { id: string; organization_id: string | null }>
  /** By the predecessor's id: `before` for one that an earlier import took. */
  rooms: Map<string, TakenRoom | 'before'>
  types: Map<string, string>
  documents: Map<string, string>
  parties: Map<string, { id: string; room: TakenRoom }>
}

/** Says why a row whose room is not taken by this import is refused. @returns the room, or undefined */
export function roomFor(run: Import, roomId: string, notes: RowNotes): TakenRoom | undefined {
  const room = run.rooms.get(roomId)
  if (room === 'before') {
    notes.refused(
      'ALREADY_IMPORTED',
      'Its room was imported before; the room here is the record now.',
    )
    return undefined
  }
  if (room === undefined) {
    notes.refused(
      'DANGLING_REFERENCE',
      roomId === ''
        ? 'It names no room.'
        : `It is of the room ${roomId}, which is not in the file or was refused.`,
    )
  }
  return room
}

/** The ship of a row that may name one. @returns undefined when the row was refused */
export function vesselFor(
  room: TakenRoom,
  vesselId: string,
  notes: RowNotes,
): { id: string | null } | undefined {
  if (vesselId === '') return { id: null }
  const id = room.vessels.get(vesselId)
  if (id !== undefined) return { id }
  notes.refused(
    'DANGLING_REFERENCE',
    `It names the vessel ${vesselId}, which is not one of its room.`,
  )
  return undefined
}

/** The same signs for the same text, evenly from an alphabet. */
export function signsOf(text: string, length: number, alphabet: string): string {
  const bytes = Buffer.from(hash('sha256', text, 'hex'), 'hex')
  return Array.from(bytes.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join('')
}
