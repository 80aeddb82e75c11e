import { Select } from '@mantine/core'
import { IconCalendarTime } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { policyScopes } from '../../../../src-shared/contract/enums.ts'
import { type PolicySet, policySetSorts } from '../../../../src-shared/contract/policy-sets.ts'
import { failureOf } from '../../../rpc/listed.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { api } from '../../../rpc/queries.ts'
import { useColumnChoice } from '../../../state/tables.ts'
import { ListPage } from '../../../ui/list-page.tsx'
import { pageOf } from '../../../ui/list-search.ts'
import { PolicyNav } from '../policy-nav.tsx'
import { useCoverageGroups } from '../use-coverage.ts'
import { scopeWords } from '../words.ts'
import { OpenSetFile } from './open-set-file.tsx'
import { setColumns } from './set-columns.tsx'

const route = getRouteApi('/shell/policies/sets')

/** The rules by which snapshots are taken and removed. */
export function PolicySetsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const write = useMay()('policy_sets.write')
  const choice = useColumnChoice('policy-sets')
  const groups = useCoverageGroups()
  const columns = useMemo(() => setColumns(groups), [groups])
  const { q, scope, state } = search
  const page = pageOf(search, { sort: 'priority', direction: 'desc' })
  const list = useQuery(
    api.policySets.list.queryOptions({
      input: {
        ...(q === undefined ? {} : { q }),
        ...(scope === undefined ? {} : { scope }),
        ...(state === undefined ? {} : { is_active: state === 'active' }),
        ...page,
      },
      placeholderData: keepPreviousData,
    }),
  )
  const change = (part: object) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  const open = (setId: string) => void navigate({ to: '/policies/sets/$setId', params: { setId } })
  return (
    <ListPage<PolicySet>
      title="Policies"
      about="Snapshots taken, and old ones removed, by rules that anybody can have explained."
      icon={IconCalendarTime}
      sisters={{ nav: <PolicyNav />, label: 'Policy sets' }}
      actions={<OpenSetFile />}
      noun={['policy set', 'policy sets']}
      columns={columns}
      listed={{
        rows: list.data?.body.policy_sets,
        total: list.data?.body.count,
        error: failureOf(list),
      }}
      page={page}
      sorts={policySetSorts}
      q={q}
      onChange={change}
      hint="Name, description"
      filters={
        <>
          <Select
            aria-label="Scope"
            placeholder="Any scope"
            w={148}
            clearable
            clearButtonProps={{ 'aria-label': 'Any scope' }}
            data={policyScopes.map((value) => ({ value, label: scopeWords[value] }))}
            value={scope ?? null}
            onChange={(value) => change({ scope: policyScopes.find((one) => one === value) })}
          />
          <Select
            aria-label="State"
            placeholder="Active or not"
            w={148}
            clearable
            clearButtonProps={{ 'aria-label': 'Active or not' }}
            data={[
              { value: 'active', label: 'Active' },
              { value: 'inactive', label: 'Inactive' },
            ]}
            value={state ?? null}
            onChange={(value) => change({ state: value ?? undefined })}
          />
        </>
      }
      isFiltered={q !== undefined || scope !== undefined || state !== undefined}
      onClear={() => void navigate({ search: {} })}
      add={{ label: 'New policy set', allowed: write, onClick: () => open('new') }}
      onOpen={({ id }) => open(id)}
      {...choice}
    />
  )
}
