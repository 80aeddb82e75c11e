import { describe, expect, test } from 'vitest'
import { type RoomStatus, roomStatuses } from '../../../src-shared/contract/enums.ts'
import {
  isClosed,
  roomTransitions,
  transitionPermission,
} from '../../../src-shared/rules/transitions.ts'

/** Written out from the domain description: from → every status that may follow. */
const allowed: Record<RoomStatus, RoomStatus[]> = {
  pending: ['ready', 'active', 'cancelled'],
  ready: ['active', 'cancelled'],
  active: ['on_hold', 'completed'],
  on_hold: ['active', 'cancelled'],
  completed: [],
  cancelled: [],
}
const cells = roomStatuses.flatMap((from) =>
  roomStatuses.map((to) => ({ from, to, may: allowed[from].includes(to) })),
)

describe('a room', () => {
  test.each(cells)('from $from to $to: $may', ({ from, to, may }) => {
    expect(roomTransitions[from].includes(to)).toBe(may)
  })

  test.each(roomStatuses)('that is %s is closed exactly when nothing may follow', (status) => {
    expect(isClosed(status)).toBe(allowed[status].length === 0)
  })

  test.each(cells)(
    'from $from to $to takes the permission that the matrix names',
    ({ from, to }) => {
      // The matrix: rooms.close is to “put on hold, cancel, reopen”.
      const closing = to === 'on_hold' || to === 'cancelled' || from === 'on_hold'
      expect(transitionPermission(from, to)).toBe(closing ? 'rooms.close' : 'rooms.transition')
    },
  )
})
