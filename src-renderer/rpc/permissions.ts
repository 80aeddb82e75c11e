import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Permission } from '../../src-shared/contract/permissions.ts'
import { decide } from '../../src-shared/rules/permissions.ts'
import { isClosed } from '../../src-shared/rules/transitions.ts'
import { api } from './queries.ts'
import { useMe } from './session.ts'

/** May this be done, and if not, why: what `AllowedButton` takes. */
export interface Allowed {
  allowed: boolean
  /** One sentence, the same as that of the gate; empty when it is allowed. */
  reason: string
}

/**
 * Asks the gate's own function for the person who is signed in.
 *
 * @param roomId the room in question; without it only the console role counts
 * @returns `may(permission)`; before the matrix is here nothing is allowed
 */
export function useMay(roomId?: string): (permission: Permission) => Allowed {
  const mayIn = useMayIn()
  return useCallback((permission) => mayIn(roomId, permission), [mayIn, roomId])
}

/** Like `useMay`, where it is about several rooms. */
export function useMayIn(): (roomId: string | undefined, permission: Permission) => Allowed {
  const me = useMe()
  const matrix = useQuery(
    api.access.matrix.queryOptions({ staleTime: Number.POSITIVE_INFINITY }),
  ).data
  return useCallback(
    (roomId, permission) => {
      if (me === undefined || matrix === undefined) {
        return { allowed: false, reason: 'Your permissions are still being read.' }
      }
      const party = me.rooms.find((room) => room.room_id === roomId)?.party_role ?? null
      const decision = decide(matrix, permission, {
        console_role: me.console_role,
        party_role: party,
        token_permissions: null,
      })
      return { allowed: decision.allowed, reason: decision.allowed ? '' : decision.reason }
    },
    [me, matrix],
  )
}

/**
 * Like `useMay`, for what changes the room or something in it: a closed room changes no more,
 * whoever asks.
 */
export function useMayChange(roomId: string): (permission: Permission) => Allowed {
  const may = useMay(roomId)
  const room = useQuery(api.rooms.get.queryOptions({ input: { room_id: roomId } })).data
  return useCallback(
    (permission) => {
      const allowed = may(permission)
      if (!allowed.allowed || room === undefined || !isClosed(room.status)) return allowed
      return { allowed: false, reason: `The room is ${room.status}: nothing in it can change.` }
    },
    [may, room],
  )
}
