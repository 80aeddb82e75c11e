import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowBackUp, IconArrowsDiff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { PolicySet, PolicySetVersion } from '../../../../src-shared/contract/policy-sets.ts'
import { errorSentence } from '../../../rpc/errors.ts'
import { failureOf } from '../../../rpc/listed.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { api } from '../../../rpc/queries.ts'
import { AllowedIcon } from '../../../ui/allowed-icon.tsx'
import type { DataColumn } from '../../../ui/data-column.ts'
import { DataTable } from '../../../ui/data-table.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import policies from '../policies.module.css'
import { MoreRemovedDialog } from './more-removed-dialog.tsx'
import classes from './sets.module.css'
import { useSaveSet } from './use-save-set.ts'
import { VersionDifferences } from './version-differences.tsx'

const route = getRouteApi('/shell/policies/sets/$setId')

/** Every version of a set: who saved it, what it changed, and the way back to it. */
export function VersionsView({ set }: { set: PolicySet }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const admin = useMay()('policy_sets.admin')
  const [back, setBack] = useState<PolicySetVersion>()
  const input = { policy_set_id: set.id }
  const versions = useQuery(api.policySets.versions.queryOptions({ input }))
  const to = search.to ?? set.version
  const from = search.from ?? Math.max(1, to - 1)
  const compare = (pair: { from: number; to: number }) =>
    void navigate({ search: { view: 'versions', ...pair }, replace: true })
  const columns: DataColumn<PolicySetVersion>[] = [
    {
      id: 'version',
      header: 'Version',
      width: '76px',
      align: 'end',
      always: true,
      cell: ({ version }) => version,
    },
    {
      id: 'saved',
      header: 'Saved',
      width: '38%',
      cell: ({ saved_at, saved_by }) => (
        <span className={policies.name}>
          <TimeText at={saved_at} />
          <span className={policies.under}>{saved_by}</span>
        </span>
      ),
    },
    {
      id: 'comment',
      header: 'Comment',
      cell: ({ comment }) => comment ?? <span className={policies.quiet}>–</span>,
    },
    {
      id: 'actions',
      header: 'Actions',
      quietHeader: true,
      always: true,
      width: '84px',
      align: 'end',
      cell: (row) => (
        <span className={classes.actions}>
          <AllowedIcon
            icon={IconArrowsDiff}
            label={`What version ${row.version} changed`}
            allowed={{ allowed: row.version > 1, reason: 'The first version changed nothing.' }}
            onClick={() => compare({ from: row.version - 1, to: row.version })}
          />
          <AllowedIcon
            icon={IconArrowBackUp}
            label={`Go back to version ${row.version}`}
            allowed={
              row.version === set.version
                ? { allowed: false, reason: 'This is the version that counts.' }
                : admin
            }
            onClick={() => setBack(row)}
          />
        </span>
      ),
    },
  ]
  return (
    <div className={classes.versions}>
      <div>
        <h2>Versions</h2>
        <DataTable
          label="Versions"
          columns={columns}
          rows={versions.data?.versions}
          rowId={({ version }) => String(version)}
          error={failureOf(versions)}
          empty={null}
        />
      </div>
      <VersionDifferences set={set} from={from} to={to} onCompare={compare} />
      {back !== undefined && (
        <RollBackDialog set={set} version={back.version} onClose={() => setBack(undefined)} />
      )}
    </div>
  )
}

/** Saves an earlier version again, as a new one. */
function RollBackDialog(props: { set: PolicySet; version: number; onClose(): void }) {
  const { set, version, onClose } = props
  const [comment, setComment] = useState('')
  const saving = useSaveSet(set.id, onClose)
  const wanted = { version, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) }
  if (saving.going !== undefined) {
    return (
      <MoreRemovedDialog
        going={saving.going}
        verb="Go back, and let them go"
        isPending={saving.isPending}
        onAgree={() => saving.agree(wanted)}
        onClose={saving.back}
      />
    )
  }
  return (
    <Modal opened onClose={onClose} title={`Go back to version ${version}?`}>
      <Stack gap="sm">
        <Text>
          {`It is saved again as version ${set.version + 1}; what stands between stays in the list.`}
        </Text>
        <TextInput
          label="Comment"
          placeholder={`Rolled back to version ${version}`}
          maxLength={500}
          data-autofocus
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <FormError message={saving.error === null ? undefined : errorSentence(saving.error)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={saving.isPending} onClick={() => saving.ask(wanted)}>
            {`Go back to version ${version}`}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
