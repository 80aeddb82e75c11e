import type { RoomModel, SnapshotOptions } from '../../../src-shared/contract/room-model.ts'
import { roomChangingActions } from '../../../src-shared/rules/activity.ts'
import type { Executor } from '../../platform/db/index.ts'
import { countRoomActivity } from '../audit/index.ts'
import { countMessages, type Seen } from '../rooms/index.ts'
import type { Tables } from '../tables.ts'

/** How many rows of a section are about what is in scope, and how many the maker may see at all. */
interface Counted {
  shown: number
  visible: number
}

const byOptions = 'left out by the options of this snapshot'
const notChosen = 'about vessels that were not chosen for this snapshot'

/**
 * What a snapshot leaves out of its room and why, one line each, in the order of the sections. What
 * is hidden from the maker is said once, for the vessels, and counted nowhere else.
 */
export async function omittedFrom(
  trx: Executor<Tables>,
  facts: {
    room_id: string
    options: SnapshotOptions
    seen: Seen
    /** The vessels that the snapshot is about; null: all that is in the room or has been. */
    inScopeIds: readonly string[] | null
    vessels: number
    documents: Counted
    approvals: Counted
    /** Lines of activity in the snapshot. */
    activity: number
  },
): Promise<RoomModel['scope']['omitted']> {
  const { room_id, options, seen, inScopeIds } = facts
  const omitted: RoomModel['scope']['omitted'] = []
  const leaveOut = (
    section: RoomModel['scope']['omitted'][number]['section'],
    count: number,
    reason: string,
  ) => {
    if (count > 0) omitted.push({ section, count, reason })
  }
  const messages = async (): Promise<Counted> => {
    const shown = await countMessages(trx, room_id, inScopeIds)
    if (options.vessel_ids === undefined) return { shown, visible: shown }
    return { shown, visible: await countMessages(trx, room_id, seen.vesselIds) }
  }
  const activity = async (): Promise<Counted> => {
    const count = (ids: readonly string[] | null) =>
      countRoomActivity(trx, room_id, roomChangingActions, ids)
    const shown = await count(inScopeIds)
    if (options.vessel_ids === undefined) return { shown, visible: shown }
    return { shown, visible: await count(seen.vesselIds) }
  }
  const section = (
    name: 'documents' | 'approvals' | 'messages' | 'activity',
    included: boolean,
    { shown, visible }: Counted,
  ) => {
    if (!included) leaveOut(name, visible, byOptions)
    else leaveOut(name, visible - shown, notChosen)
  }

  leaveOut('vessels', seen.hidden, seen.viewpoint?.reason ?? '')
  leaveOut(
    'vessels',
    seen.vessels.length - facts.vessels,
    'not among the vessels chosen for this snapshot',
  )
  section('documents', options.include_documents, facts.documents)
  section('approvals', options.include_approvals, facts.approvals)
  section('messages', options.include_messages, await messages())
  const lines = await activity()
  section('activity', options.include_activity, lines)
  if (options.include_activity) {
    const newest = `older than the newest ${options.activity_limit}, the limit of this snapshot`
    leaveOut('activity', lines.shown - facts.activity, newest)
  }
  return omitted
}
