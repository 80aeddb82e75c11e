import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import { viewpointOf } from '../access/index.ts'
import { type Call, roomOf } from '../audit/index.ts'
import { seenFrom } from '../rooms/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './store.ts'

/** Finds snapshots as one caller may see them. */
export interface Find {
  /**
   * Somebody from whom ships are hidden sees only snapshots that were made for their own eyes: every
   * other one may show what they may not see. `undefined` for those from whom nothing is hidden.
   */
  ownViewpoint(call: Call, executor?: Executor<Tables>): Promise<string | undefined>
  /**
   * The snapshot, if it is of the caller's room and for the caller's eyes.
   * @param executor the transaction that the caller is in, where there is one
   * @throws NOT_FOUND
   */
  found(call: Call, id: string, executor?: Executor<Tables>): Promise<store.SnapshotRow>
}

export function createFind(db: Executor<Tables>): Find {
  const ownViewpoint: Find['ownViewpoint'] = async (call, executor = db) => {
    const { hidden, viewpoint } = await seenFrom(executor, roomOf(call).id, viewpointOf(call))
    return hidden === 0 ? undefined : JSON.stringify(viewpoint)
  }
  return {
    ownViewpoint,
    found: async (call, id, executor = db) => {
      const row = await store.byId(executor, id)
      const viewpoint = await ownViewpoint(call, executor)
      const hidden = viewpoint !== undefined && row?.viewpoint !== viewpoint
      if (row === undefined || row.room_id !== roomOf(call).id || hidden) {
        throw new DomainError('NOT_FOUND', 'This room has no such snapshot.')
      }
      return row
    },
  }
}
