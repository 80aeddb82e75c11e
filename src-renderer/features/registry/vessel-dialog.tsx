import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Vessel } from '../../../src-shared/contract/registry.ts'
import { parseImo } from '../../../src-shared/rules/identifiers.ts'
import { errorIssues } from '../../rpc/errors.ts'
import type { Allowed } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { issueOf } from '../../ui/issues.ts'
import { RecordDialog } from './record-dialog.tsx'
import { factsOf, formOf, VesselFields } from './vessel-fields.tsx'

interface VesselDialogProps {
  /** Undefined for a new one. */
  vessel: Vessel | undefined
  allowed: Allowed
  onClose(): void
}

/** Enters a ship into the registry, or changes one in every room it is in. */
export function VesselDialog({ vessel, allowed, onClose }: VesselDialogProps) {
  const [imo, setImo] = useState(vessel?.imo ?? '')
  const [left, setLeft] = useState(false)
  const [form, setForm] = useState(() => formOf(vessel))
  const onSuccess = async () => {
    onClose()
    await queryClient.invalidateQueries({ queryKey: api.vessels.key() })
    await queryClient.invalidateQueries({ queryKey: api.roomVessels.key() })
    await queryClient.invalidateQueries({ queryKey: api.rooms.key() })
  }
  const create = useMutation(api.vessels.create.mutationOptions({ onSuccess }))
  const update = useMutation(api.vessels.update.mutationOptions({ onSuccess }))
  const error = create.error ?? update.error
  const issues = errorIssues(error)
  // An imported ship may have a number that no check digit fits: it stays until it is mended.
  const asItWas = vessel !== undefined && imo.trim() === vessel.imo
  const parsed = parseImo(imo)
  const problem = 'problem' in parsed && !asItWas ? parsed.problem : undefined
  const submit = () => {
    setLeft(true)
    if (problem !== undefined) return
    const facts = factsOf(form)
    if (vessel === undefined) create.mutate({ imo: imo.trim(), ...facts })
    else update.mutate({ id: vessel.id, ...(asItWas ? {} : { imo: imo.trim() }), ...facts })
  }
  return (
    <RecordDialog
      title={vessel === undefined ? 'Add a vessel' : vessel.name}
      verb={vessel === undefined ? 'Add the vessel' : 'Save in every room'}
      error={error}
      allowed={allowed}
      isPending={create.isPending || update.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label="IMO number"
        description="Seven digits; the last one is checked."
        required
        data-autofocus
        inputMode="numeric"
        maxLength={12}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={imo}
        error={(left && imo !== '' ? problem : undefined) ?? issueOf(issues, 'imo')}
        onBlur={() => setLeft(true)}
        onChange={(event) => setImo(event.currentTarget.value)}
      />
      <VesselFields
        form={form}
        issues={issues}
        onChange={(part) => setForm((old) => ({ ...old, ...part }))}
      />
    </RecordDialog>
  )
}
