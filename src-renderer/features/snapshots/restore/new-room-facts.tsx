import type { SnapshotOptions } from '../../../../src-shared/contract/room-model.ts'
import classes from './restore.module.css'

/**
 * What a room that is opened from a snapshot has, and what does not come back.
 * @param options what went into the snapshot; undefined for a file, which says it itself
 */
export function NewRoomFacts({ options }: { options?: SnapshotOptions }) {
  const without = options === undefined ? [] : leftOut(options)
  return (
    <>
      <section>
        <h3>The new room gets</h3>
        <ul className={classes.list}>
          <li>Its facts, parties, vessels, documents, and approvals, as the snapshot has them.</li>
          <li>The status that the room had then, and a code of its own.</li>
          <li>The files of its documents, where this workspace has them.</li>
        </ul>
      </section>
      <section>
        <h3>What does not come back</h3>
        <ul className={classes.list}>
          {without.length > 0 && <li>{`${without.join(', ')}: the snapshot was made without.`}</li>}
          <li>The activity: the new room’s own begins with this restore.</li>
          <li>A document whose file is not in this workspace: it is missing in the new room.</li>
          <li>
            Facts of vessels and document types that are known otherwise here now: those of here
            hold, for every room.
          </li>
        </ul>
      </section>
    </>
  )
}

function leftOut(options: SnapshotOptions): string[] {
  return [
    options.include_documents ? null : 'Documents',
    options.include_approvals ? null : 'Approvals',
    options.include_messages ? null : 'Messages',
    options.vessel_ids === undefined ? null : 'Vessels that were not chosen',
  ].filter((name) => name !== null)
}
