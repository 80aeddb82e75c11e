import type {
  RecordReason,
  RunTrigger,
  SnapshotFormat,
} from '../../../../src-shared/contract/enums.ts'
import type { StandingSet } from '../standing.ts'
import type { Mark } from './marks-store.ts'

/** A room as far as a run needs it. */
export interface RunRoom {
  id: string
  organization_id: string
  terminal_id: string | null
}

/** One period of one cadence of a room. */
interface Period {
  room: RunRoom
  set: StandingSet
  cadence: string
  period_key: string
  /** When the schedule asked for it; null where no schedule did. */
  due_at: string | null
}

/** A period of which snapshots are to be taken. */
export interface Wanted extends Period {
  formats: readonly SnapshotFormat[]
  trigger: RunTrigger
}

/** A period of which none is taken, and why not. */
export interface Passed extends Period {
  reason: RecordReason
  message: string | null
  trigger: RunTrigger
}

/** What there is to decide now. */
export interface Plan {
  wanted: Wanted[]
  passed: Passed[]
}

/** The same, as the scheduler finds it: with what it has to remember, and when to look again. */
export interface DuePlan extends Plan {
  marks: Mark[]
  audit_seq: number
  /** Epoch ms of the next time that any schedule has; undefined where none has one. */
  next_due: number | undefined
}

/** The cadence under which the last snapshot of a room that closes is kept. */
export const finalCadence = 'final'

/** Lets everything else have its turn. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** So many rooms are looked at before everything else has its turn. */
export const roomsAtOnce = 500
