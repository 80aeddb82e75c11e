import { NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type Criticality,
  criticalities,
  type DocumentCategory,
  documentCategories,
} from '../../../src-shared/contract/enums.ts'
import type { DocumentType } from '../../../src-shared/contract/registry.ts'
import { defaultWarningDays } from '../../../src-shared/rules/readiness.ts'
import { errorIssues } from '../../rpc/errors.ts'
import type { Allowed } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { issueOf } from '../../ui/issues.ts'
import { inWords } from '../../ui/words.ts'
import { RecordDialog } from './record-dialog.tsx'

interface DocumentTypeDialogProps {
  /** Undefined for a new one. */
  type: DocumentType | undefined
  allowed: Allowed
  onClose(): void
}

const blank = {
  code: '',
  name: '',
  category: 'operations' as DocumentCategory,
  required: true,
  criticality: 'med' as Criticality,
  expiry_warning_days: null as number | null,
  is_active: true,
}

const criticalityWords: Record<Criticality, string> = { high: 'High', med: 'Medium', low: 'Low' }

/** Adds a document type, or changes one in every room at once. */
export function DocumentTypeDialog({ type, allowed, onClose }: DocumentTypeDialogProps) {
  const [form, setForm] = useState(() => {
    if (type === undefined) return blank
    const { id: _, ...facts } = type
    return facts
  })
  const change = (part: Partial<typeof blank>) => setForm((old) => ({ ...old, ...part }))
  const onSuccess = async () => {
    onClose()
    await queryClient.invalidateQueries({ queryKey: api.documentTypes.key() })
    await queryClient.invalidateQueries({ queryKey: api.rooms.key() })
  }
  const create = useMutation(api.documentTypes.create.mutationOptions({ onSuccess }))
  const update = useMutation(api.documentTypes.update.mutationOptions({ onSuccess }))
  const error = create.error ?? update.error
  const issues = errorIssues(error)
  return (
    <RecordDialog
      title={type === undefined ? 'Add a document type' : type.name}
      verb={type === undefined ? 'Add the document type' : 'Save'}
      error={error}
      allowed={allowed}
      isPending={create.isPending || update.isPending}
      onSubmit={() =>
        type === undefined ? create.mutate(form) : update.mutate({ id: type.id, ...form })
      }
      onClose={onClose}
    >
      <TextInput
        label="Code"
        description="Letters, digits, and underscores, such as PI_COE."
        required
        data-autofocus
        maxLength={40}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={form.code}
        error={issueOf(issues, 'code')}
        onChange={(event) => change({ code: event.currentTarget.value.toUpperCase() })}
      />
      <TextInput
        label="Name"
        required
        maxLength={160}
        value={form.name}
        error={issueOf(issues, 'name')}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Select
        label="Category"
        description="Vessel, technical, and crew: one for each vessel. All others: one for the room."
        required
        allowDeselect={false}
        data={documentCategories.map((value) => ({ value, label: inWords(value) }))}
        value={form.category}
        error={issueOf(issues, 'category')}
        onChange={(value) => {
          const category = documentCategories.find((one) => one === value)
          if (category !== undefined) change({ category })
        }}
      />
      <Select
        label="Criticality"
        description="How far up it stands among what is open."
        required
        allowDeselect={false}
        data={criticalities.map((value) => ({ value, label: criticalityWords[value] }))}
        value={form.criticality}
        error={issueOf(issues, 'criticality')}
        onChange={(value) => {
          const criticality = criticalities.find((one) => one === value)
          if (criticality !== undefined) change({ criticality })
        }}
      />
      <NumberInput
        label="Expiry warning, days"
        description={`Left empty: ${defaultWarningDays} days.`}
        min={0}
        max={3650}
        hideControls
        allowDecimal={false}
        value={form.expiry_warning_days ?? ''}
        error={issueOf(issues, 'expiry_warning_days')}
        onChange={(value) => change({ expiry_warning_days: value === '' ? null : Number(value) })}
      />
      <Switch
        label="Required"
        description="A room is not ready while one is missing, under review, rejected, or expired."
        checked={form.required}
        onChange={(event) => change({ required: event.currentTarget.checked })}
      />
      <Switch
        label="In use"
        description="Off: retired. No new room is asked for it; rooms that have it keep it."
        checked={form.is_active}
        onChange={(event) => change({ is_active: event.currentTarget.checked })}
      />
    </RecordDialog>
  )
}
