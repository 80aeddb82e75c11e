import type { TaskRow } from './store.ts'

/**
 * Who goes next among tasks of one priority: each task of a room stands one turn behind the last one
 * of that room, and a room that comes anew stands where the queue is now. So a room with a thousand
 * tasks does not keep a room with one waiting.
 */
export interface Turns {
  /** The turn of a new task. A task of no room stands where the queue is now. */
  next(roomId: string | null, priority: number): number
  /** A task was begun: this is where its queue is now. */
  taken(task: Pick<TaskRow, 'priority' | 'turn'>): void
  /** Takes over what waits from before. */
  goOn(pending: readonly Pick<TaskRow, 'room_id' | 'priority' | 'turn'>[]): void
}

/** Rooms that are remembered before those whose turn is over are dropped. */
const manyRooms = 1_000

export function createTurns(): Turns {
  const queues = new Map<number, { now: number; last: Map<string, number> }>()
  const queueOf = (priority: number) => {
    const there = queues.get(priority)
    if (there !== undefined) return there
    const made = { now: 0, last: new Map<string, number>() }
    queues.set(priority, made)
    return made
  }
  return {
    next: (roomId, priority) => {
      const { now, last } = queueOf(priority)
      if (roomId === null) return now
      const turn = Math.max(now, (last.get(roomId) ?? -1) + 1)
      if (last.size > manyRooms) {
        for (const [room, over] of last) if (over < now) last.delete(room)
      }
      last.set(roomId, turn)
      return turn
    },
    taken: ({ priority, turn }) => {
      const queue = queueOf(priority)
      queue.now = Math.max(queue.now, turn)
    },
    goOn: (pending) => {
      const lowest = new Map<number, number>()
      for (const { room_id, priority, turn } of pending) {
        lowest.set(priority, Math.min(lowest.get(priority) ?? turn, turn))
        const { last } = queueOf(priority)
        if (room_id !== null) last.set(room_id, Math.max(last.get(room_id) ?? turn, turn))
      }
      for (const [priority, turn] of lowest) {
        const queue = queueOf(priority)
        queue.now = Math.max(queue.now, turn)
      }
    },
  }
}
