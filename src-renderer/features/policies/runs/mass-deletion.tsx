import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Pruning } from '../../../../src-shared/contract/runs.ts'
import { errorSentence } from '../../../rpc/errors.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { api, queryClient } from '../../../rpc/queries.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { BytesText } from '../../../ui/bytes-text.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { Mono } from '../../../ui/mono.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { WaitingLines } from '../../../ui/waiting-lines.tsx'
import { counted, grouped } from '../../../ui/words.ts'
import classes from './runs.module.css'

/** For each set of a run whose removals waited for a person: what happened, and the way to agree. */
export function MassDeletionNotices({ runId }: { runId: number }) {
  const stopped = useQuery(
    api.records.run.queryOptions({
      input: { run_id: runId, action: 'blocked', reason: 'mass_deletion', limit: 100 },
    }),
  ).data?.body.records
  const sets = new Map(stopped?.map((one) => [one.policy_set_id, one.policy_set_name]))
  return [...sets].map(([id, name]) => (
    <div key={id} className={classes.notice}>
      <Notice tone="red" title={`Nothing was removed by “${name}”: too many would go at once`}>
        <Text size="sm" mb={8}>
          Snapshots were taken as usual. Removing waits until somebody has looked at what would go.
        </Text>
        <PruneButton setId={id} />
      </Notice>
    </div>
  ))
}

/** Looks at what a set's retention would remove now, and removes it once the number is typed. */
function PruneButton({ setId }: { setId: string }) {
  const [opened, setOpened] = useState(false)
  const allowed = useMay()('runs.admin')
  return (
    <>
      <AllowedButton size="xs" variant="default" allowed={allowed} onClick={() => setOpened(true)}>
        See what would go…
      </AllowedButton>
      {opened && <PruneDialog setId={setId} onClose={() => setOpened(false)} />}
    </>
  )
}

/** What a set’s retention would remove now; it is removed once somebody types the number. */
export function PruneDialog({ setId, onClose }: { setId: string; onClose(): void }) {
  const preview = useQuery(
    api.runs.pruningPreview.queryOptions({
      ...{ input: { policy_set_id: setId }, staleTime: 0, gcTime: 0 },
    }),
  )
  return (
    <Modal opened onClose={onClose} title="What retention would remove now" size={600}>
      {preview.data !== undefined ? (
        <PruneForm going={preview.data} onStale={() => void preview.refetch()} onClose={onClose} />
      ) : preview.error === null ? (
        <WaitingLines count={6} />
      ) : (
        <FormError message={errorSentence(preview.error)} />
      )}
    </Modal>
  )
}

function PruneForm(props: { going: Pruning; onStale(): void; onClose(): void }) {
  const { going, onStale, onClose } = props
  const { would_remove, policy_set_id, preview_token } = going
  const navigate = useNavigate()
  const [typed, setTyped] = useState<string | number>('')
  const prune = useMutation(
    api.runs.prune.mutationOptions({
      onSuccess: async ({ id }) => {
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.runs.key() })
        await navigate({ to: '/policies/runs/$runId', params: { runId: String(id) } })
      },
      // What has changed since, or was looked at too long ago, is shown anew.
      onError: onStale,
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed === would_remove) prune.mutate({ policy_set_id, count: would_remove, preview_token })
  }
  if (would_remove === 0) {
    return (
      <Stack gap="sm">
        <Text>Nothing: every snapshot of “{going.policy_set_name}” stays by its rule.</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
        </Group>
      </Stack>
    )
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text>
          {`“${going.policy_set_name}” has ${counted(going.total, 'snapshot')}; ${grouped(String(would_remove))} of them would go, `}
          <BytesText bytes={going.bytes} />
          {going.is_mass_deletion
            ? `. Automation stops at ${going.limits.snapshots} snapshots or ${going.limits.percent} % of a set.`
            : '. Automation would remove them by itself.'}
        </Text>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <ul className={classes.rooms} aria-label="How many go of each room" tabIndex={0}>
          {going.rooms.map((room) => (
            <li key={room.room_id}>
              <Mono text={room.room_code} />
              <span>{room.room_title}</span>
              <span>{grouped(String(room.count))}</span>
            </li>
          ))}
        </ul>
        <NumberInput
          label={`Type ${would_remove} to remove them`}
          description="They can then no longer be opened. Their rows, hashes and reasons stay."
          hideControls
          allowDecimal={false}
          w={240}
          data-autofocus
          value={typed}
          onChange={setTyped}
        />
        <FormError message={prune.error === null ? undefined : errorSentence(prune.error)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Keep them
          </Button>
          <Button
            type="submit"
            color="red.9"
            loading={prune.isPending}
            disabled={typed !== would_remove}
          >
            {`Remove ${counted(would_remove, 'snapshot')}`}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
