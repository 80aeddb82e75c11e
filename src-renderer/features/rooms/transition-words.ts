import type { RoomStatus } from '../../../src-shared/contract/enums.ts'

interface TransitionWords {
  /** On the button. */
  verb: string
  /** What follows from it. */
  effect: string
}

/** Each step of a room as something that one does. */
export const transitionVerbs: Record<RoomStatus, TransitionWords> = {
  pending: { verb: 'Move back to pending', effect: 'The room waits for its documents again.' },
  ready: { verb: 'Mark as ready', effect: 'The room is cleared; the operation may begin.' },
  active: { verb: 'Start the operation', effect: 'The room is active while the ships transfer.' },
  on_hold: { verb: 'Put on hold', effect: 'The operation pauses until somebody starts it again.' },
  completed: {
    verb: 'Complete the operation',
    effect: 'The room is closed: nothing in it can change afterwards.',
  },
  cancelled: {
    verb: 'Cancel the operation',
    effect: 'The room is closed: nothing in it can change afterwards.',
  },
}
