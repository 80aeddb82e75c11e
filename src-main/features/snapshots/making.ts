import type { SnapshotFormat, SnapshotTrigger } from '../../../src-shared/contract/enums.ts'
import type { SnapshotOptions } from '../../../src-shared/contract/room-model.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { Tasks } from '../../platform/tasks/index.ts'
import { viewpointOf } from '../access/index.ts'
import type { Call, NewEntry } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import { taskId } from './shapes.ts'
import * as store from './store.ts'

/** The artefact's own heading where no title was given: the time of making is not content. */
const plainHeading = 'Room snapshot'

/** People come before automation. */
const priorities = { person: 10, automation: 0 }

/** What automation asks of a snapshot, beside the room. */
export interface AutomaticSnapshot {
  room: Pick<Tables['rooms'], 'id' | 'code' | 'revision'>
  format: SnapshotFormat
  options: SnapshotOptions
  trigger: Exclude<SnapshotTrigger, 'manual' | 'import'>
  policy_set_id: string
  cadence: string
  period_key: string
  run_id: number
  /** Whose turn it is: the snapshots of one queue wait for each other, and for no other queue. */
  queue: string
}

/** Makes rows of snapshots and puts their tasks in the queue. */
export interface Making {
  newRow(asked: {
    room: Pick<Tables['rooms'], 'id' | 'code' | 'revision'>
    title: string | undefined
    format: SnapshotFormat
    options: SnapshotOptions
    call: Call
  }): Tables['snapshots']
  enqueue(
    trx: Executor<Tables>,
    row: Tables['snapshots'],
    call: Call,
    queue?: string,
  ): Promise<void>
  /**
   * One of a policy's period: row and task, in the caller's transaction, which writes `entry` too.
   * @returns undefined where the period has a snapshot of this format already
   */
  automatic(
    trx: Executor<Tables>,
    asked: AutomaticSnapshot,
    call: Call,
  ): Promise<{ id: string; entry: NewEntry } | undefined>
}

export function createMaking({
  tasks,
  clock,
  ids,
}: {
  tasks: () => Pick<Tasks, 'add'>
  clock: Clock
  ids: Ids
}): Making {
  const newRow: Making['newRow'] = ({ room, title, format, options, call }) => {
    const at = clock.iso()
    const named = title === undefined || title === '' ? undefined : title
    return {
      ...store.blankSnapshot,
      id: ids.uuid(),
      room_id: room.id,
      title: named ?? `${plainHeading} – ${room.code} – ${at.slice(0, 10)} ${at.slice(11, 16)} UTC`,
      heading: named ?? plainHeading,
      format,
      options: JSON.stringify(options),
      viewpoint: JSON.stringify(viewpointOf(call)),
      room_revision: room.revision,
      created_by: call.actor.email,
      created_at: at,
    }
  }
  const enqueue: Making['enqueue'] = async (trx, row, call, queue) => {
    await tasks().add(trx, {
      id: taskId(row.id),
      kind: 'generate_snapshot',
      subject_id: row.id,
      room_id: row.room_id,
      title: row.title,
      created_by: call.actor.account_id,
      priority: row.trigger === 'manual' ? priorities.person : priorities.automation,
      ...(queue === undefined ? {} : { queue }),
    })
  }
  return {
    newRow,
    enqueue,
    automatic: async (trx, asked, call) => {
      const { room, format, options, queue, ...facts } = asked
      const row = {
        ...newRow({ room, title: undefined, format, options, call }),
        ...facts,
      }
      if (!(await store.insertOnce(trx, row))) return undefined
      await enqueue(trx, row, call, queue)
      return { id: row.id, entry: createdEntry(row, options) }
    },
  }
}

export const createdEntry = (row: Tables['snapshots'], options: SnapshotOptions): NewEntry => ({
  action: 'snapshot.created',
  resource_type: 'snapshot',
  resource_id: row.id,
  detail: {
    title: row.title,
    format: row.format,
    options,
    ...(row.run_id === null
      ? {}
      : { run_id: row.run_id, cadence: row.cadence, period_key: row.period_key }),
  },
})
