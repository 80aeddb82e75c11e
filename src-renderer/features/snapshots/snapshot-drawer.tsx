import { Drawer, Group, Skeleton, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconEye, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Snapshot } from '../../../src-shared/contract/snapshots.ts'
import { errorCode, errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { HoldButton } from './care/hold-button.tsx'
import { mayDelete } from './care/snapshot-menu.tsx'
import { CompareWithButton } from './compare/compare-with-button.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { RestoreButton } from './restore/restore-button.tsx'
import { SaveButton } from './save-button.tsx'
import { SnapshotFacts } from './snapshot-facts.tsx'
import { mendableCodes } from './snapshot-file.ts'
import { TaskProgress } from './task-progress.tsx'
import { useRetry } from './use-retry.ts'
import { useTask } from './use-task.ts'
import { useVerify, VerifyAnswer, VerifyButton } from './verify-button.tsx'

/** Everything about one snapshot, and what can be done with it. Open while `snapshotId` is given. */
export function SnapshotDrawer(props: {
  roomId: string
  snapshotId: string | null
  onClose: () => void
  onPreview: (snapshot: Snapshot) => void
}) {
  const { roomId, snapshotId, onClose, onPreview } = props
  return (
    <Drawer
      opened={snapshotId !== null}
      onClose={onClose}
      position="right"
      size={520}
      title="Snapshot"
      styles={{ title: { fontWeight: 600 } }}
    >
      {snapshotId === null ? null : (
        <Details
          key={snapshotId}
          roomId={roomId}
          snapshotId={snapshotId}
          onClose={onClose}
          onPreview={onPreview}
        />
      )}
    </Drawer>
  )
}

function Details(props: {
  roomId: string
  snapshotId: string
  onClose: () => void
  onPreview: (snapshot: Snapshot) => void
}) {
  const { roomId, snapshotId, onClose, onPreview } = props
  const found = useQuery(
    api.snapshots.get.queryOptions({
      input: { room_id: roomId, snapshot_id: snapshotId },
      staleTime: 0,
    }),
  )
  if (found.data !== undefined) {
    return <Known snapshot={found.data} onClose={onClose} onPreview={onPreview} />
  }
  return found.error === null ? (
    <Skeleton h={280} aria-label="Reading the snapshot" />
  ) : (
    <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
  )
}

function Known(props: {
  snapshot: Snapshot
  onClose: () => void
  onPreview: (snapshot: Snapshot) => void
}) {
  const { snapshot, onClose, onPreview } = props
  const may = useMay(snapshot.room_id)
  const verify = useVerify()
  const retry = useRetry()
  const [deleting, { open: askToDelete, close: keep }] = useDisclosure(false)
  const completed = snapshot.status === 'completed'
  // A completed snapshot is made again only when a check has found its file damaged or gone.
  const mendable =
    snapshot.status === 'failed' ||
    (completed && mendableCodes.includes(errorCode(verify.error) ?? ''))
  return (
    <Stack gap="md">
      {snapshot.status === 'generating' ? <Progress snapshot={snapshot} /> : null}
      {snapshot.status === 'failed' ? (
        <Notice tone="red" title="The snapshot could not be made">
          {snapshot.error_message ?? 'Retry to make it again.'}
        </Notice>
      ) : null}
      {snapshot.held ? (
        <Notice tone="blue" title={`Held by ${snapshot.held_by ?? 'somebody'}`}>
          {snapshot.hold_reason}
          {snapshot.hold_until === null ? null : (
            <>
              {' '}
              (until <TimeText at={snapshot.hold_until} />)
            </>
          )}
        </Notice>
      ) : null}
      <VerifyAnswer verify={verify} />
      {retry.error === null ? null : (
        <Notice tone="red" title="Not retried">
          {errorSentence(retry.error)}
        </Notice>
      )}
      <Group gap="xs">
        {completed ? (
          <>
            <AllowedButton
              allowed={may('snapshots.download')}
              leftSection={<IconEye size={16} aria-hidden />}
              onClick={() => onPreview(snapshot)}
            >
              Preview
            </AllowedButton>
            <SaveButton snapshot={snapshot} />
            <VerifyButton snapshot={snapshot} verify={verify} />
            <CompareWithButton snapshot={snapshot} />
            <RestoreButton snapshot={snapshot} />
          </>
        ) : null}
        {snapshot.status === 'deleted' ? null : <HoldButton snapshot={snapshot} />}
        {mendable ? (
          <AllowedButton
            variant={completed ? 'default' : 'filled'}
            allowed={may('snapshots.create')}
            leftSection={<IconRefresh size={16} aria-hidden />}
            loading={retry.isPending}
            onClick={() =>
              retry.mutate(
                { room_id: snapshot.room_id, snapshot_id: snapshot.id },
                { onSuccess: () => verify.reset() },
              )
            }
          >
            Retry
          </AllowedButton>
        ) : null}
        {completed || snapshot.status === 'failed' ? (
          <AllowedButton
            variant="default"
            c="var(--sts-red)"
            allowed={mayDelete(snapshot, may('snapshots.delete'))}
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={askToDelete}
          >
            Delete
          </AllowedButton>
        ) : null}
      </Group>
      <SnapshotFacts snapshot={snapshot} />
      <DeleteDialog snapshot={snapshot} opened={deleting} onClose={keep} onDeleted={onClose} />
    </Stack>
  )
}

function Progress({ snapshot }: { snapshot: Snapshot }) {
  return <TaskProgress task={useTask(snapshot.task_id)} title={snapshot.title} />
}
