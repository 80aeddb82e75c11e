import type {
  RecordReason,
  RunTrigger,
  SnapshotFormat,
} from '../../../../src-shared/contract/enums.ts'
import type { StandingSet } from '../standing.ts'
import type { Decision } from './decisions.ts'
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

/** So many rooms are looked at before everything else has its turn. */
export const roomsAtOnce = 500

/** What a record says of the set and the period. */
export const aboutPeriod = ({
  room,
  set,
  cadence,
  period_key,
  due_at,
}: Period): Pick<
  Decision,
  | 'room_id'
  | 'policy_set_id'
  | 'policy_set_name'
  | 'policy_version'
  | 'cadence'
  | 'period_key'
  | 'due_at'
> => ({
  room_id: room.id,
  policy_set_id: set.row.id,
  policy_set_name: set.row.name,
  policy_version: set.row.version,
  cadence,
  period_key,
  due_at,
})

/** In turns, one of each organization: none waits until another is served. */
export function fairOrder<One extends { room: RunRoom }>(all: readonly One[]): One[] {
  const queues = new Map<string, One[]>()
  for (const one of all) {
    const queue = queues.get(one.room.organization_id)
    if (queue === undefined) queues.set(one.room.organization_id, [one])
    else queue.push(one)
  }
  const ordered: One[] = []
  for (let turn = 0; ordered.length < all.length; turn++) {
    for (const queue of queues.values()) {
      const one = queue[turn]
      if (one !== undefined) ordered.push(one)
    }
  }
  return ordered
}
