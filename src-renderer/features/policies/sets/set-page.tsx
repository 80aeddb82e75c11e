import { Button, SegmentedControl } from '@mantine/core'
import { IconCalendarTime, IconPlayerPlay } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type {
  CreatePolicySetInput,
  PolicySet,
} from '../../../../src-shared/contract/policy-sets.ts'
import { errorCode, errorSentence } from '../../../rpc/errors.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { api, queryClient } from '../../../rpc/queries.ts'
import { useOpenedPolicy } from '../../../state/opened-policy.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { TextLink } from '../../../ui/text-link.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import { WaitingLines } from '../../../ui/waiting-lines.tsx'
import { counted } from '../../../ui/words.ts'
import { draftOf, newSet, type SetDraft } from '../editor/draft.ts'
import { SetForm } from '../editor/set-form.tsx'
import { ownZone } from '../editor/zones.ts'
import { PolicyNav } from '../policy-nav.tsx'
import { RunDialog } from '../runs/run-dialog.tsx'
import { useCoverageGroups } from '../use-coverage.ts'
import { scopeInWords } from '../words.ts'
import { MoreRemovedDialog } from './more-removed-dialog.tsx'
import { SetMenu } from './set-menu.tsx'
import { SetState } from './set-state.tsx'
import classes from './sets.module.css'
import { useSaveSet } from './use-save-set.ts'
import { VersionsView } from './versions-view.tsx'

const route = getRouteApi('/shell/policies/sets/$setId')

/** One policy set, or a new one: its rule in the editor, and its versions. */
export function PolicySetPage() {
  const { setId } = route.useParams()
  return setId === 'new' ? <NewSet /> : <KnownSet key={setId} setId={setId} />
}

function NewSet() {
  const navigate = route.useNavigate()
  const allowed = useMay()('policy_sets.write')
  const opened = useOpenedPolicy((policy) => policy.input)
  const [standing] = useState(() => (opened === null ? newSet(ownZone) : openedDraft(opened)))
  const create = useMutation(
    api.policySets.create.mutationOptions({
      onSuccess: async ({ id }) => {
        useOpenedPolicy.setState({ input: null })
        await queryClient.invalidateQueries({ queryKey: api.policySets.key() })
        await queryClient.invalidateQueries({ queryKey: api.policies.key() })
        await navigate({ to: '/policies/sets/$setId', params: { setId: id } })
      },
    }),
  )
  return (
    <>
      <PageHeader title="New policy set" />
      <PolicyNav />
      <SetForm
        standing={standing}
        setId={undefined}
        allowed={allowed}
        error={create.error}
        isPending={create.isPending}
        onSave={(input) => create.mutate(input)}
      />
    </>
  )
}

function KnownSet({ setId }: { setId: string }) {
  const { view = 'rule' } = route.useSearch()
  const navigate = route.useNavigate()
  const found = useQuery(api.policySets.get.queryOptions({ input: { policy_set_id: setId } }))
  const set = found.data
  if (set === undefined) {
    if (found.error === null) return <WaitingLines count={12} />
    return errorCode(found.error) === 'NOT_FOUND' ? (
      <NoSuchSet />
    ) : (
      <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
    )
  }
  return (
    <>
      <SetHeader set={set} />
      <PolicyNav />
      <div className={classes.views}>
        <SegmentedControl
          aria-label="View of the policy set"
          value={view}
          data={[
            { value: 'rule', label: 'Rule' },
            { value: 'versions', label: `Versions (${set.version})` },
          ]}
          onChange={(value) =>
            void navigate({
              search: { view: value === 'versions' ? 'versions' : undefined },
              replace: true,
            })
          }
        />
      </div>
      {view === 'versions' ? <VersionsView set={set} /> : <Rule key={set.version} set={set} />}
    </>
  )
}

/** The rule of a set in the editor. A version that somebody else saves meanwhile begins it anew. */
function Rule({ set }: { set: PolicySet }) {
  const allowed = useMay()('policy_sets.write')
  const standing = useMemo(() => draftOf(set), [set])
  const [wanted, setWanted] = useState<{ input: CreatePolicySetInput }>()
  const saving = useSaveSet(set.id, () => setWanted(undefined))
  return (
    <>
      <SetForm
        standing={standing}
        setId={set.id}
        allowed={allowed}
        error={saving.error}
        isPending={saving.isPending}
        onSave={(input) => {
          setWanted({ input })
          saving.ask({ input })
        }}
      />
      {saving.going !== undefined && wanted !== undefined && (
        <MoreRemovedDialog
          going={saving.going}
          verb="Save, and let them go"
          isPending={saving.isPending}
          onAgree={() => saving.agree(wanted)}
          onClose={saving.back}
        />
      )}
    </>
  )
}

function SetHeader({ set }: { set: PolicySet }) {
  const may = useMay()
  const navigate = route.useNavigate()
  const [running, setRunning] = useState(false)
  const rooms = useCoverageGroups()?.find((group) => group.policy_set_id === set.id)?.rooms
  return (
    <PageHeader
      title={set.name}
      beside={<SetState set={set} />}
      actions={
        <>
          <SetMenu set={set} onDeleted={() => void navigate({ to: '/policies/sets' })} />
          <AllowedButton
            variant="default"
            allowed={may('runs.write')}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => setRunning(true)}
          >
            Run now…
          </AllowedButton>
        </>
      }
    >
      <div className={classes.facts}>
        <span>{`Scope: ${scopeInWords(set)}`}</span>
        <span>{`Priority ${set.priority}`}</span>
        {rooms !== undefined && (
          <TextLink to="/policies/coverage" search={{ policy_set: set.id }} inherit>
            {`Decides about ${counted(rooms, 'room')}`}
          </TextLink>
        )}
        <span>{`Assigned by hand to ${counted(set.assignments, 'room')}`}</span>
        <span>
          {`Version ${set.version}, `}
          <TimeText at={set.updated_at} />
          {`, ${set.updated_by}`}
        </span>
      </div>
      {running && <RunDialog setId={set.id} onClose={() => setRunning(false)} />}
    </PageHeader>
  )
}

function NoSuchSet() {
  return (
    <EmptyState
      icon={IconCalendarTime}
      level={1}
      title="No such policy set"
      text="There is none of this id; it may have been deleted."
      action={
        <Button component={Link} to="/policies/sets">
          Go to the policy sets
        </Button>
      }
    />
  )
}

/** What was read from a file, on top of what a new set begins with. */
function openedDraft(input: CreatePolicySetInput): SetDraft {
  const usual = newSet(ownZone)
  const { name, description, scope, scope_id, match, cadences, formats, options, ...rest } = input
  const draft = draftOf({
    ...{ name, description: description ?? null, match: match ?? {}, cadences: cadences ?? [] },
    ...{ scope: scope ?? 'global', scope_id: scope_id ?? null, formats: formats ?? ['pdf'] },
    options: { ...usual.options, ...options },
    keep_min: rest.keep_min ?? 1,
    final_snapshot: rest.final_snapshot ?? false,
    priority: rest.priority ?? 100,
    is_active: rest.is_active ?? true,
    paused_until: rest.paused_until ?? null,
  })
  return draft.cadences.length === 0 ? { ...draft, cadences: usual.cadences } : draft
}
