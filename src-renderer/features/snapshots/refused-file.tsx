import { Button, Group } from '@mantine/core'
import type { Snapshot } from '../../../src-shared/contract/snapshots.ts'
import { errorCode, errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { mendableCodes } from './snapshot-file.ts'
import { useRetry } from './use-retry.ts'

/** A file that was not served: what happened, and what to do. */
export function RefusedFile(props: {
  snapshot: Snapshot
  error: Error
  /** Asks for the file once more. */
  onAgain: () => void
  /** The snapshot is being made again: its row and the tasks show how far it is. */
  onRetried: () => void
}) {
  const { snapshot, error, onAgain, onRetried } = props
  const may = useMay(snapshot.room_id)
  const retry = useRetry()
  const mendable = mendableCodes.includes(errorCode(error) ?? '')
  return (
    <Notice tone="red" title="The file was not served">
      <div>{errorSentence(error)}</div>
      {retry.error === null ? null : <div>{errorSentence(retry.error)}</div>}
      <Group mt="sm" gap="xs">
        {mendable ? (
          <AllowedButton
            size="xs"
            allowed={may('snapshots.create')}
            loading={retry.isPending}
            onClick={() =>
              retry.mutate(
                { room_id: snapshot.room_id, snapshot_id: snapshot.id },
                { onSuccess: onRetried },
              )
            }
          >
            Retry snapshot
          </AllowedButton>
        ) : null}
        <Button size="xs" variant="default" onClick={onAgain}>
          Try again
        </Button>
      </Group>
    </Notice>
  )
}
