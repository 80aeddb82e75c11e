import type { RoomDocument } from '../../../src-shared/contract/documents.ts'
import type { DocumentCategory } from '../../../src-shared/contract/enums.ts'
import { inWords } from '../../ui/words.ts'
import classes from './documents.module.css'

interface GroupHeadingProps {
  category: DocumentCategory
  /** All of the room, also those that a filter hides. */
  documents: readonly RoomDocument[]
}

/** A category's name, and how far it has come. */
export function GroupHeading({ category, documents }: GroupHeadingProps) {
  const members = documents.filter((document) => document.category === category)
  const required = members.filter((document) => document.required)
  const resolved = required.filter((document) => document.resolved)
  return (
    <div className={classes.heading}>
      {inWords(category)}
      <span>
        {required.length === 0
          ? 'nothing required'
          : `${resolved.length} of ${required.length} required resolved`}
      </span>
    </div>
  )
}
