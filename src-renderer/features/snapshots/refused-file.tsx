import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { Snapshot } from '../../../src-shared/contract/snapshots.ts'
import { errorCode, errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { mendableCodes } from './snapshot-file.ts'
import { useRetry } from './use-retry.ts'

/** A file that was not served: what happened, and what to do. */
export function RefusedFile(props: {
  snapshot: Snapshot
  error: Error
  /** Asks for the file once more. */
  onAgain?: () => void
}) {
  const { snapshot, error, onAgain } = props
  const may = useMay(snapshot.room_id)
  const retry = useRetry()
  const mendable = mendableCodes.includes(errorCode(error) ?? '')
  if (retry.isSuccess) {
    return (
      <Alert color="blue" title="The snapshot is being made again">
        Its progress is under Tasks; open it once it is completed.
      </Alert>
    )
  }
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle />} title="The file was not served">
      <Text size="sm">{errorSentence(error)}</Text>
      {retry.error === null ? null : <Text size="sm">{errorSentence(retry.error)}</Text>}
      <Group mt="sm" gap="xs">
        {mendable ? (
          <AllowedButton
            size="xs"
            allowed={may('snapshots.create')}
            loading={retry.isPending}
            onClick={() => retry.mutate({ room_id: snapshot.room_id, snapshot_id: snapshot.id })}
          >
            Retry snapshot
          </AllowedButton>
        ) : null}
        {onAgain === undefined ? null : (
          <Button size="xs" variant="default" onClick={onAgain}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  )
}
