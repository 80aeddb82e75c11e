import { Button, Group, Skeleton } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { VerifyAnswer } from '../../../../src-shared/contract/snapshots.ts'
import { manifestFaults } from '../../../../src-shared/rules/manifest-words.ts'
import { errorCode, errorSentence } from '../../../rpc/errors.ts'
import { useMay } from '../../../rpc/permissions.ts'
import type { DroppedFile } from '../../../state/verify-file.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { BytesText } from '../../../ui/bytes-text.tsx'
import { Mono } from '../../../ui/mono.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { TextLink } from '../../../ui/text-link.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import classes from '../snapshot-facts.module.css'
import { formatWords } from '../words.ts'
import { type Checked, checkFile } from './check-file.ts'
import own from './verify-file.module.css'

interface Props {
  dropped: DroppedFile
  /** A link was followed: the dialog is in the way. */
  onLeave: () => void
  onOpenAsRoom: (file: File) => void
}

/** What is known of one file: whose it is and unaltered, that it is unknown, or why it is no file. */
export function VerifiedFile({ dropped, onLeave, onOpenAsRoom }: Props) {
  const { file, key } = dropped
  // Not a query of the contract: what is asked about is a file in this window.
  const check = useQuery({
    queryKey: ['verified file', key],
    queryFn: () => checkFile(dropped),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
  return (
    <section className={own.file} aria-label={file.name}>
      <h3 className={own.name}>
        {file.name}
        {!dropped.isFolder && (
          <span>
            <BytesText bytes={file.size} />
          </span>
        )}
      </h3>
      {check.error !== null ? (
        <Notice tone="red" title="Not verified">
          {errorSentence(check.error)}
          {errorCode(check.error) === undefined && (
            <Group mt="sm">
              <Button size="xs" variant="default" onClick={() => void check.refetch()}>
                Try again
              </Button>
            </Group>
          )}
        </Notice>
      ) : check.data === undefined ? (
        <Skeleton h={72} aria-label={`Verifying ${file.name}`} aria-busy />
      ) : (
        <Answer checked={check.data} onLeave={onLeave} onOpenAsRoom={() => onOpenAsRoom(file)} />
      )}
    </section>
  )
}

function Answer(props: { checked: Checked; onLeave: () => void; onOpenAsRoom: () => void }) {
  const { checked, onLeave, onOpenAsRoom } = props
  const { answer, isModel } = checked
  const may = useMay()
  const restore = may('snapshots.restore')
  return (
    <>
      <Verdict answer={answer} />
      <Facts answer={answer} onLeave={onLeave} />
      {isModel && (
        <Group mt="sm">
          <AllowedButton
            size="xs"
            variant="default"
            leftSection={<IconFileImport size={16} aria-hidden />}
            allowed={restore.allowed ? may('rooms.create') : restore}
            onClick={onOpenAsRoom}
          >
            Open as new room…
          </AllowedButton>
        </Group>
      )}
    </>
  )
}

function Verdict({ answer }: { answer: VerifyAnswer }) {
  const { known, unaltered, manifest } = answer
  if (known && unaltered) {
    return (
      <Notice tone="green" title="Known and unaltered">
        {manifest === null
          ? 'Byte for byte a snapshot of this workspace.'
          : 'A manifest that this workspace signed. The file beside it is to have the SHA-256 that it names.'}
      </Notice>
    )
  }
  if (known && manifest !== null) {
    return (
      <Notice tone="red" title="Altered">
        {`This manifest is not as this workspace signed it: ${manifestFaults(manifest)}.`}
      </Notice>
    )
  }
  return (
    <Notice tone="red" title="Unknown">
      {manifest === null
        ? 'No snapshot that you may see has these bytes: the file was made elsewhere, is no snapshot, or was changed since, if only by one sign.'
        : 'The manifest is of no snapshot that you may see.'}
    </Notice>
  )
}

function Facts({ answer, onLeave }: { answer: VerifyAnswer; onLeave: () => void }) {
  const { snapshot, room, audit_seq, sha256, manifest } = answer
  return (
    <dl className={classes.facts}>
      {snapshot !== null && (
        <>
          <Fact name="Snapshot">
            <TextLink
              to="/rooms/$roomId/$tab"
              params={{ roomId: snapshot.room_id, tab: 'snapshots' }}
              search={{ snapshot: snapshot.id }}
              inherit
              underline="always"
              onClick={onLeave}
            >
              {snapshot.title}
            </TextLink>
            {`, ${formatWords[snapshot.snapshot_type].label}`}
            {snapshot.status === 'deleted' && ', deleted here since'}
          </Fact>
          <Fact name="Made">
            <TimeText at={snapshot.completed_at ?? snapshot.created_at} />, by {snapshot.created_by}
          </Fact>
        </>
      )}
      {room !== null && (
        <Fact name="Room">
          <TextLink
            to="/rooms/$roomId/$tab"
            params={{ roomId: room.id, tab: 'overview' }}
            inherit
            underline="always"
            onClick={onLeave}
          >
            {`${room.code}, ${room.title}`}
          </TextLink>
        </Fact>
      )}
      {audit_seq !== null && (
        <Fact name="Audit trail">
          <EntryLink seq={audit_seq} onLeave={onLeave} />
        </Fact>
      )}
      {manifest !== null && (
        <Fact name="It names the file">
          <span className={classes.whole}>
            <Mono text={manifest.file_sha256} copy="SHA-256 that it names" />
          </span>
        </Fact>
      )}
      <Fact name="SHA-256">
        <span className={classes.whole}>
          <Mono text={sha256} copy="SHA-256" />
        </span>
      </Fact>
    </dl>
  )
}

/** The entry that says when the snapshot was completed; a link for who may read the whole trail. */
function EntryLink({ seq, onLeave }: { seq: number; onLeave: () => void }) {
  const allowed = useMay()('audit.view_all').allowed
  const words = `Entry ${seq}`
  return (
    <>
      {allowed ? (
        <TextLink to="/audit" search={{ entry: seq }} inherit underline="always" onClick={onLeave}>
          {words}
        </TextLink>
      ) : (
        words
      )}
      {' says when it was made'}
    </>
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
