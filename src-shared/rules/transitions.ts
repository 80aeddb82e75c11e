import type { RoomStatus } from '../contract/enums.ts'

/** Where a room may go from each status. Completed and cancelled are closed. */
export const roomTransitions: Record<RoomStatus, readonly RoomStatus[]> = {
  pending: ['ready', 'active', 'cancelled'],
  ready: ['active', 'cancelled'],
  active: ['on_hold', 'completed'],
  on_hold: ['active', 'cancelled'],
  completed: [],
  cancelled: [],
}

export function isClosed(status: RoomStatus): boolean {
  return status === 'completed' || status === 'cancelled'
}

/**
 * Putting on hold, taking off hold, and cancelling need `rooms.close`; every other step needs
 * `rooms.transition`.
 */
export function transitionPermission(
  from: RoomStatus,
  to: RoomStatus,
): 'rooms.close' | 'rooms.transition' {
  const closing = to === 'on_hold' || to === 'cancelled' || from === 'on_hold'
  return closing ? 'rooms.close' : 'rooms.transition'
}
