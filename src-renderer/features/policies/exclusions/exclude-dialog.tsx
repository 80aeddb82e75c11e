import {
  Button,
  Group,
  Modal,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
} from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { useMutation } from '@tanstack/react-query'
import dayjs from 'dayjs'
import { type FormEvent, useState } from 'react'
import type { Exclusion } from '../../../../src-shared/contract/assignments.ts'
import { type ExclusionScope, exclusionScopes } from '../../../../src-shared/contract/enums.ts'
import { errorIssues, errorSentence } from '../../../rpc/errors.ts'
import { api, queryClient } from '../../../rpc/queries.ts'
import { useOrganizations, useTerminals } from '../../../rpc/registry.ts'
import { FormError } from '../../../ui/form-error.tsx'
import { issueOf } from '../../../ui/issues.ts'
import { useFocusFirstError } from '../../../ui/use-focus-first-error.ts'
import { inWords } from '../../../ui/words.ts'
import { RoomPicker, VesselPicker } from '../../pickers/index.ts'

const consequences: Record<ExclusionScope, string> = {
  room: 'Automation leaves the room alone.',
  vessel: 'Automation leaves every room alone that the vessel is in.',
  terminal: 'Automation leaves every room of the terminal alone.',
  organization: 'Automation leaves every room of the organization alone.',
}

/** Keeps automation from something, or changes why and until when. */
export function ExcludeDialog(props: {
  /** A running one that is changed; else a new one is made. */
  exclusion?: Exclusion
  /** The room it is about, where there is no choice. */
  room?: { id: string; code: string }
  onClose(): void
}) {
  const { exclusion, room, onClose } = props
  const [scope, setScope] = useState<ExclusionScope>(exclusion?.scope ?? 'room')
  const [target, setTarget] = useState<string | undefined>(exclusion?.target_id ?? room?.id)
  const [reason, setReason] = useState(exclusion?.exclusion_reason ?? '')
  const [until, setUntil] = useState<string | null>(exclusion?.expires_at ?? null)
  const onSuccess = async () => {
    onClose()
    await queryClient.invalidateQueries({ queryKey: api.exclusions.key() })
    await queryClient.invalidateQueries({ queryKey: api.policies.key() })
  }
  const create = useMutation(api.exclusions.create.mutationOptions({ onSuccess }))
  const update = useMutation(api.exclusions.update.mutationOptions({ onSuccess }))
  const error = create.error ?? update.error
  const issues = errorIssues(error)
  const form = useFocusFirstError(error)
  const isFixed = exclusion !== undefined || room !== undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const facts = { exclusion_reason: reason, expires_at: until }
    if (exclusion !== undefined) update.mutate({ exclusion_id: exclusion.id, ...facts })
    else create.mutate({ scope, ...(target === undefined ? {} : { target_id: target }), ...facts })
  }
  const name = exclusion?.target_name ?? room?.code
  return (
    <Modal
      opened
      onClose={onClose}
      title={name === undefined ? 'Exclude from automation' : `Exclude ${name} from automation`}
      size={520}
    >
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError
            message={error === null || issues.length > 0 ? undefined : errorSentence(error)}
          />
          {!isFixed && (
            <>
              <SegmentedControl
                aria-label="What is excluded"
                fullWidth
                value={scope}
                data={exclusionScopes.map((value) => ({ value, label: inWords(value) }))}
                onChange={(value) => {
                  setScope(exclusionScopes.find((one) => one === value) ?? 'room')
                  setTarget(undefined)
                }}
              />
              <Target
                key={scope}
                scope={scope}
                value={target}
                error={issueOf(issues, 'target_id')}
                onChange={setTarget}
              />
            </>
          )}
          <Text size="sm" c="dimmed">
            {`${consequences[scope]} Snapshots by hand can still be taken.`}
          </Text>
          <Textarea
            label="Reason"
            description="It stands wherever somebody asks why no snapshot was taken."
            required
            autosize
            minRows={2}
            maxLength={2000}
            data-autofocus={isFixed || undefined}
            value={reason}
            error={issueOf(issues, 'exclusion_reason')}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <DateTimePicker
            label="Until"
            placeholder="Until somebody ends it"
            clearable
            clearButtonProps={{ 'aria-label': 'Until somebody ends it' }}
            valueFormat="D MMM YYYY, HH:mm"
            value={until === null ? null : dayjs(until).format('YYYY-MM-DD HH:mm:ss')}
            error={issueOf(issues, 'expires_at')}
            onChange={(value) => setUntil(value === null ? null : dayjs(value).toISOString())}
          />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending || update.isPending}>
              {exclusion === undefined ? 'Exclude' : 'Save'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function Target(props: {
  scope: ExclusionScope
  value: string | undefined
  error: string | undefined
  onChange(id: string | undefined): void
}) {
  const { scope, value, error, onChange } = props
  const organizations = useOrganizations()
  const terminals = useTerminals()
  if (scope === 'room') return <RoomPicker value={value} error={error} onChange={onChange} />
  if (scope === 'vessel') return <VesselPicker value={value} error={error} onChange={onChange} />
  const choices = scope === 'terminal' ? terminals : organizations
  return (
    <Select
      label={inWords(scope)}
      required
      searchable
      nothingFoundMessage={`No ${scope} of that name`}
      data={choices.map(({ id, name }) => ({ value: id, label: name }))}
      value={value ?? null}
      error={error}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  )
}
