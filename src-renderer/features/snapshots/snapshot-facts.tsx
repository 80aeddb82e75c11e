import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Snapshot } from '../../../src-shared/contract/snapshots.ts'
import { api } from '../../rpc/queries.ts'
import { BytesText } from '../../ui/bytes-text.tsx'
import { Mono } from '../../ui/mono.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import classes from './snapshot-facts.module.css'
import { formatWords, optionsInWords, triggerWords } from './words.ts'

/** Everything that is on record about a snapshot. */
export function SnapshotFacts({ snapshot }: { snapshot: Snapshot }) {
  const hash = (value: string | null, name: string) =>
    value === null ? (
      '–'
    ) : (
      <span className={classes.whole}>
        <Mono text={value} copy={name} />
      </span>
    )
  return (
    <dl className={classes.facts}>
      <Fact name="Title">{snapshot.title}</Fact>
      <Fact name="Room">
        <Mono text={snapshot.room_code} />, revision {snapshot.room_revision}
      </Fact>
      <Fact name="Format">{formatWords[snapshot.snapshot_type].label}</Fact>
      <Fact name="Status">
        <StatusBadge kind="snapshot" status={snapshot.status} />
      </Fact>
      <Fact name="File">{snapshot.file_name}</Fact>
      <Fact name="Size">
        {snapshot.status === 'generating' ? '–' : <BytesText bytes={snapshot.file_size} />}
      </Fact>
      {snapshot.page_count === null ? null : <Fact name="Pages">{snapshot.page_count}</Fact>}
      <Fact name="SHA-256">{hash(snapshot.sha256, 'SHA-256')}</Fact>
      <Fact name="Content hash">{hash(snapshot.content_hash, 'content hash')}</Fact>
      <Fact name="What went in">
        {optionsInWords(snapshot.options)}
        <ChosenVessels snapshot={snapshot} />
      </Fact>
      <Fact name="Made">
        {triggerWords[snapshot.trigger]}, by {snapshot.created_by}
      </Fact>
      <Fact name="Asked for">
        <TimeText at={snapshot.created_at} />
      </Fact>
      <Fact name="Completed">
        <TimeText at={snapshot.completed_at} />
      </Fact>
      <Fact name="File last checked">
        <TimeText at={snapshot.verified_at} />
      </Fact>
      {snapshot.error_message === null ? null : <Fact name="Error">{snapshot.error_message}</Fact>}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** The names of the vessels that were chosen; nothing when all of them went in. */
function ChosenVessels({ snapshot }: { snapshot: Snapshot }) {
  const ids = snapshot.options.vessel_ids
  const vessels = useQuery(
    api.roomVessels.list.queryOptions({
      input: { room_id: snapshot.room_id },
      enabled: ids !== undefined,
    }),
  ).data
  if (ids === undefined || vessels === undefined) return null
  const names = vessels.filter(({ id }) => ids.includes(id)).map(({ name }) => name)
  return names.length === 0 ? null : <>: {names.join(', ')}</>
}
