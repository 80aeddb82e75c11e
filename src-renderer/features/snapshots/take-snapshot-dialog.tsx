import { Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Snapshot } from '../../../src-shared/contract/snapshots.ts'
import { api } from '../../rpc/queries.ts'
import { PreviewDialog } from './preview/preview-dialog.tsx'
import { SnapshotProgress } from './snapshot-progress.tsx'
import { TakeSnapshotForm } from './take-snapshot-form.tsx'
import { noteStarted } from './use-retry.ts'

/** Takes a snapshot of one room: options, then live progress, then the file. */
export function TakeSnapshotDialog(props: {
  roomId: string
  opened: boolean
  onClose: () => void
}) {
  const { roomId, opened, onClose } = props
  const [taken, setTaken] = useState<Snapshot | null>(null)
  const [previewed, setPreviewed] = useState<Snapshot | null>(null)
  const create = useMutation(
    api.snapshots.create.mutationOptions({
      onSuccess: (snapshot) => {
        noteStarted(snapshot)
        setTaken(snapshot)
      },
    }),
  )
  const close = () => {
    onClose()
    setTaken(null)
    create.reset()
  }
  return (
    <>
      <Modal
        opened={opened}
        onClose={close}
        title="Take snapshot"
        size={600}
        styles={{ title: { fontWeight: 600 } }}
      >
        {taken === null ? (
          <TakeSnapshotForm
            roomId={roomId}
            busy={create.isPending}
            error={create.error}
            onTake={(input) => create.mutate(input)}
            onCancel={close}
          />
        ) : (
          <SnapshotProgress
            snapshot={taken}
            onClose={close}
            onPreview={(snapshot) => {
              close()
              setPreviewed(snapshot)
            }}
          />
        )}
      </Modal>
      <PreviewDialog snapshot={previewed} onClose={() => setPreviewed(null)} />
    </>
  )
}
