import { Button, Drawer, FileButton, Group, Stack, Text, Title } from '@mantine/core'
import { IconDownload, IconFileCheck } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { CheckpointFile } from '../../../src-shared/contract/audit.ts'
import { errorSentence, RestError } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { tellFailure } from '../../rpc/tell-failure.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { dropTarget } from '../../ui/drop-target.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Mono } from '../../ui/mono.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { TimeText } from '../../ui/time-text.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { counted } from '../../ui/words.ts'
import { useStartVerify } from './audit-tasks.ts'
import classes from './checkpoints-drawer.module.css'

/** A checkpoint has a few hundred bytes; nothing larger is one. */
const maxCheckpointBytes = 4000
const tooLarge =
  'This is no checkpoint: a checkpoint file has a few hundred bytes. Choose another file.'

/** Places in the chain, signed and kept elsewhere: what they prove, which there are, a new one. */
export function CheckpointsDrawer({ opened, onClose }: { opened: boolean; onClose(): void }) {
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size={520} title="Checkpoints">
      {opened && <Checkpoints onClose={onClose} />}
    </Drawer>
  )
}

function Checkpoints({ onClose }: { onClose(): void }) {
  const allowed = useMay()('audit.verify')
  const list = useQuery(
    api.audit.checkpoints.queryOptions({ input: { limit: 100 }, enabled: allowed.allowed }),
  )
  const exported = useMutation(
    api.audit.checkpoint.mutationOptions({
      onSuccess: (file) => {
        saveFile(`${JSON.stringify(file, null, 2)}\n`, fileNameOf(file), 'application/json')
        return queryClient.invalidateQueries({ queryKey: api.audit.checkpoints.key() })
      },
      onError: tellFailure,
    }),
  )
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        A checkpoint is a small signed file that names the newest entry and its hash. Keep it away
        from this machine: later it proves that the trail was not cut, written anew, or put back to
        an old copy.
      </Text>
      <AllowedButton
        allowed={allowed}
        loading={exported.isPending}
        style={{ alignSelf: 'flex-start' }}
        leftSection={<IconDownload size={16} aria-hidden />}
        onClick={() => exported.mutate(undefined)}
      >
        Export checkpoint
      </AllowedButton>
      <VerifyWithFile onStarted={onClose} />
      <section aria-labelledby="exported-checkpoints">
        <Title order={3} id="exported-checkpoints" mb={8}>
          Exported
        </Title>
        {list.data === undefined ? (
          list.error === null ? (
            <WaitingLines count={3} />
          ) : (
            <ErrorState message={errorSentence(list.error)} onRetry={() => void list.refetch()} />
          )
        ) : (
          <List data={list.data} />
        )}
      </section>
    </Stack>
  )
}

type Listed = Awaited<ReturnType<typeof api.audit.checkpoints.call>>

const places = {
  key_store: 'The signing key is kept in the key store of this system.',
  file: 'The signing key is kept in a file of the workspace that only its owner may read.',
} as const

function List({ data }: { data: Listed }) {
  if (data.checkpoints.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        None has been exported yet.
      </Text>
    )
  }
  return (
    <>
      <Text size="sm" c="dimmed" mb={8}>
        {counted(data.total, 'checkpoint')}.{' '}
        {data.key_kept_in === null ? '' : places[data.key_kept_in]}
      </Text>
      <ol className={classes.list} aria-label="Exported checkpoints, newest first">
        {data.checkpoints.map((one) => (
          <li key={one.id}>
            <TimeText at={one.at} />
            <span>{`entry ${one.seq}`}</span>
            <Mono text={one.hash} first={12} copy="hash" />
            <span className={classes.who}>{one.created_by}</span>
          </li>
        ))}
      </ol>
    </>
  )
}

function VerifyWithFile({ onStarted }: { onStarted(): void }) {
  const allowed = useMay()('audit.verify')
  const start = useStartVerify()
  const take = useMutation({
    mutationFn: async (file: File) => {
      if (file.size > maxCheckpointBytes) throw new RestError('BAD_REQUEST', tooLarge, {})
      return start.mutateAsync({ checkpoint: await file.text() })
    },
    onSuccess: onStarted,
  })
  return (
    <section aria-labelledby="verify-with-checkpoint">
      <Title order={3} id="verify-with-checkpoint" mb={8}>
        Verify with a checkpoint
      </Title>
      <Stack gap="xs">
        <FormError message={take.error === null ? undefined : errorSentence(take.error)} />
        <div
          className={classes.drop}
          {...dropTarget(([file]) => allowed.allowed && file !== undefined && take.mutate(file))}
        >
          <Group justify="center" gap="sm">
            <FileButton
              accept=".json,application/json"
              onChange={(file) => file !== null && take.mutate(file)}
            >
              {(props) => (
                <Button
                  variant="default"
                  loading={take.isPending}
                  disabled={!allowed.allowed}
                  leftSection={<IconFileCheck size={16} aria-hidden />}
                  {...props}
                >
                  Choose a checkpoint file
                </Button>
              )}
            </FileButton>
            <Text size="sm" c="dimmed">
              or drop it here.
            </Text>
          </Group>
        </div>
      </Stack>
    </section>
  )
}

/** `audit-checkpoint_1213_20261125-140500Z.json` */
const fileNameOf = ({ seq, at }: CheckpointFile): string =>
  `audit-checkpoint_${seq}_${at.slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}Z.json`
