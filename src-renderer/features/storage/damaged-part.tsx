import type { StorageFigures } from '../../../src-shared/contract/storage.ts'
import { BytesText } from '../../ui/bytes-text.tsx'
import { Mono } from '../../ui/mono.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { counted } from '../../ui/words.ts'
import classes from './storage.module.css'

/** Files that are not what they were, with the snapshots that would be served from them. */
export function DamagedPart({ damaged }: { damaged: StorageFigures['care']['damaged'] }) {
  if (damaged.length === 0) return null
  return (
    <div className={classes.part}>
      <Notice
        tone="red"
        title={`${counted(damaged.length, 'file is', 'files are')} damaged or missing`}
      >
        None of them is served. Taking the same snapshot of an unchanged room makes its file anew; a
        document has to be uploaded again.
        <ul className={classes.damaged}>
          {damaged.map(({ sha256, size_bytes, damaged_at, snapshots }) => (
            <li key={sha256}>
              <Mono text={sha256} first={12} copy="SHA-256" />
              <BytesText bytes={size_bytes} />
              <span>
                found <TimeText at={damaged_at} />
              </span>
              {snapshots.length === 0 && <span>no snapshot: a document</span>}
              {snapshots.map(({ id, room_id, room_code, title }) => (
                <TextLink
                  key={id}
                  to="/rooms/$roomId/$tab"
                  params={{ roomId: room_id, tab: 'snapshots' }}
                  search={{ snapshot: id }}
                  size="sm"
                >
                  {title.includes(room_code) ? title : `${room_code}, ${title}`}
                </TextLink>
              ))}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}
