import { Button, Group, Text } from '@mantine/core'
import { IconEdit } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Matrix } from '../../../src-shared/contract/access.ts'
import { matrixDifference } from '../../../src-shared/rules/matrix.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { counted } from '../../ui/words.ts'
import classes from './matrix.module.css'
import { MatrixTable } from './matrix-table.tsx'
import { SaveMatrixDialog } from './save-matrix-dialog.tsx'
import { switched } from './switched.ts'

/** The matrix in force; a superadmin edits it, and sees what changes before it is saved. */
export function MatrixView({ q, onFind }: { q: string | undefined; onFind(q?: string): void }) {
  const found = useQuery(api.access.matrix.queryOptions())
  const may = useMay()('access.edit_matrix')
  /** What is being edited; it keeps the version that it began with. */
  const [draft, setDraft] = useState<Matrix | null>(null)
  const [saving, setSaving] = useState(false)
  const cells = useMemo(
    () => (draft === null || found.data === undefined ? [] : matrixDifference(found.data, draft)),
    [draft, found.data],
  )
  if (found.error !== null) {
    return <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
  }
  if (found.data === undefined) return <WaitingLines count={12} />
  const inForce = found.data
  const shown = draft ?? inForce
  return (
    <>
      <Group gap="xs" mb="sm">
        <SearchField
          label="Search permissions"
          placeholder="Permission or note"
          value={q}
          onFind={onFind}
        />
        <Text size="sm" c="dimmed">{`Version ${inForce.version} is in force`}</Text>
        <div style={{ flex: 1 }} />
        {draft === null && (
          <AllowedButton
            allowed={may}
            leftSection={<IconEdit size={16} aria-hidden />}
            onClick={() => setDraft(inForce)}
          >
            Edit the matrix
          </AllowedButton>
        )}
      </Group>
      <MatrixTable
        matrix={shown}
        before={inForce}
        q={q}
        onSwitch={
          draft === null
            ? undefined
            : (permission, axis, role) =>
                setDraft((old) => (old === null ? old : switched(old, permission, axis, role)))
        }
      />
      {draft !== null && (
        <section className={classes.pending} aria-label="Pending changes">
          <Text aria-live="polite">
            {cells.length === 0
              ? 'Nothing is changed yet.'
              : `${counted(cells.length, 'cell')} changed, not yet in force.`}
          </Text>
          <div style={{ flex: 1 }} />
          <Button variant="default" onClick={() => setDraft(null)}>
            Discard
          </Button>
          <AllowedButton
            allowed={
              cells.length === 0 ? { allowed: false, reason: 'Nothing is changed yet.' } : undefined
            }
            onClick={() => setSaving(true)}
          >
            Review and save
          </AllowedButton>
        </section>
      )}
      {draft !== null && saving && (
        <SaveMatrixDialog
          draft={draft}
          cells={cells}
          onClose={() => setSaving(false)}
          onSaved={() => {
            setSaving(false)
            setDraft(null)
          }}
        />
      )}
    </>
  )
}
