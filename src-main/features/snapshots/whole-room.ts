import {
  type SnapshotOptions,
  snapshotOptionsSchema,
} from '../../../src-shared/contract/room-model.ts'

/** Everything that a snapshot can hold: what a safety snapshot is made with. */
export const wholeRoom: SnapshotOptions = snapshotOptionsSchema.parse({
  include_messages: true,
  activity_limit: 10_000,
})
