import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core'
import { IconArrowsLeftRight, IconEqual, IconFiles } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Comparison } from '../../../../src-shared/contract/comparison.ts'
import type { Snapshot } from '../../../../src-shared/contract/snapshots.ts'
import { errorSentence } from '../../../rpc/errors.ts'
import { api } from '../../../rpc/queries.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { TextLink } from '../../../ui/text-link.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import { WaitingLines } from '../../../ui/waiting-lines.tsx'
import { grouped } from '../../../ui/words.ts'
import {
  type ChangeKind,
  changeKinds,
  countsInWords,
  countsOf,
  notCompared,
  sectionWords,
} from './change-words.ts'
import classes from './compare.module.css'
import { comparedWords, SectionChanges } from './section-changes.tsx'
import { SnapshotPicker, useCompleted } from './snapshot-picker.tsx'

const route = getRouteApi('/shell/rooms/$roomId/compare')

/** Two snapshots of a room side by side; which two is in the address. */
export function ComparePage() {
  const { roomId } = route.useParams()
  const { from, to, kind } = route.useSearch()
  const navigate = route.useNavigate()
  const room = useQuery(api.rooms.get.queryOptions({ input: { room_id: roomId } })).data
  const snapshots = useCompleted(roomId)
  const ready = from !== undefined && to !== undefined && from !== to
  const compared = useQuery(
    api.snapshots.compare.queryOptions({
      input: { room_id: roomId, from: from ?? '', to: to ?? '' },
      enabled: ready,
    }),
  )
  const change = (part: { from?: string; to?: string; kind?: ChangeKind | undefined }) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  const sides = [
    { label: 'First', name: 'from', id: from, other: to },
    { label: 'Second', name: 'to', id: to, other: from },
  ] as const
  const [first, second] = sides.map((side) => (
    <div key={side.name} className={classes.side}>
      <SnapshotPicker
        label={side.label}
        snapshots={snapshots}
        value={side.id}
        without={side.other}
        onChange={(id) => change({ [side.name]: id })}
      />
      <SideFacts snapshot={ready ? compared.data?.[side.name] : undefined} />
    </div>
  ))
  return (
    <>
      <PageHeader title="Compare snapshots">
        <TextLink to="/rooms/$roomId/$tab" params={{ roomId, tab: 'snapshots' }} size="sm">
          {room === undefined ? 'To the room' : `${room.code}, ${room.title}`}
        </TextLink>
      </PageHeader>
      <div className={classes.sides}>
        {first}
        <Tooltip label="Swap the two">
          <ActionIcon
            className={classes.swap}
            variant="default"
            size={36}
            aria-label="Swap the two"
            disabled={from === undefined && to === undefined}
            onClick={() =>
              void navigate({
                search: (old) => ({ ...old, from: old.to, to: old.from }),
                replace: true,
              })
            }
          >
            <IconArrowsLeftRight size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        {second}
      </div>
      {!ready ? (
        <EmptyState
          icon={IconFiles}
          title={from !== undefined && from === to ? 'Twice the same' : 'Nothing to compare yet'}
          text="Choose two different snapshots of this room above."
        />
      ) : compared.error !== null ? (
        <ErrorState
          title="These two could not be compared"
          message={errorSentence(compared.error)}
          onRetry={() => void compared.refetch()}
        />
      ) : compared.data === undefined ? (
        <WaitingLines count={10} />
      ) : (
        <Compared
          roomId={roomId}
          comparison={compared.data}
          kind={kind}
          onKind={(next) => change({ kind: next })}
        />
      )}
    </>
  )
}

function SideFacts({ snapshot }: { snapshot: Comparison['from'] | undefined }) {
  return (
    <div className={classes.facts}>
      {snapshot !== undefined && (
        <>
          <span>
            State as of <TimeText at={snapshot.state_as_of} />
          </span>
          <span>{`revision ${grouped(String(snapshot.room_revision))}`}</span>
          <span>{`by ${snapshot.created_by}`}</span>
        </>
      )}
    </div>
  )
}

function Compared(props: {
  roomId: string
  comparison: Comparison
  kind: ChangeKind | undefined
  onKind: (kind: ChangeKind | undefined) => void
}) {
  const { roomId, comparison, kind, onKind } = props
  const total = countsOf(comparison.sections)
  const kinds = kind === undefined ? changeKinds : [kind]
  const sections = comparison.sections.filter((section) =>
    kinds.some((one) => section[one].length > 0),
  )
  const of = {
    from: useSnapshot(roomId, comparison.from.id),
    to: useSnapshot(roomId, comparison.to.id),
  }
  const all = total.added + total.removed + total.changed
  return (
    <>
      {!comparison.equal && (
        <div className={classes.bar}>
          <SegmentedControl
            size="sm"
            aria-label="Kind of change"
            value={kind ?? 'all'}
            data={[
              { value: 'all', label: `All ${grouped(String(all))}` },
              ...changeKinds.map((value) => ({
                value,
                label: `${comparedWords.kinds[value]} ${grouped(String(total[value]))}`,
              })),
            ]}
            onChange={(value) => onKind(changeKinds.find((known) => known === value))}
          />
          <ul className={classes.jumps} aria-label="Sections that differ">
            {sections.map((section) => (
              <li key={section.section}>
                {sectionWords[section.section]} <span>{countsInWords(countsOf([section]))}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {comparison.equal && (
        <EmptyState
          icon={IconEqual}
          title="Nothing that is printed has changed"
          text="Everything that both snapshots show is the same in both."
        />
      )}
      {!comparison.equal && sections.length === 0 && kind !== undefined && (
        <EmptyState
          icon={IconEqual}
          title={`Nothing was ${kind}`}
          text="There are changes of another kind; choose “All” to see them."
        />
      )}
      {sections.map((section) => (
        <SectionChanges key={section.section} section={section} kinds={kinds} />
      ))}
      <aside className={classes.silent} aria-labelledby="not-compared">
        <h2 id="not-compared">What is not compared</h2>
        <ul>
          {notCompared(comparison, of).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </aside>
    </>
  )
}

const useSnapshot = (roomId: string, id: string): Snapshot | undefined =>
  useQuery(api.snapshots.get.queryOptions({ input: { room_id: roomId, snapshot_id: id } })).data
