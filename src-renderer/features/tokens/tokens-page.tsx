import { Select } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { type ApiToken, tokenStates } from '../../../src-shared/contract/tokens.ts'
import { listed } from '../../rpc/listed.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { useColumnChoice } from '../../state/tables.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { pageOf } from '../../ui/list-search.ts'
import { statusLooks } from '../../ui/status.ts'
import { CreateTokenDialog } from './create-token-dialog.tsx'
import { RevokeTokenDialog } from './revoke-token-dialog.tsx'
import { tokenSorts } from './search.ts'
import { tokenColumns } from './token-columns.tsx'

const route = getRouteApi('/shell/admin/tokens')

/** API tokens: one's own, and everybody's for those who may. */
export function TokensPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay()
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<ApiToken | null>(null)
  const choice = useColumnChoice('tokens')
  const { q, state } = search
  const page = pageOf(search, { sort: 'created_at', direction: 'desc' })
  const mayAll = may('tokens.manage_all').allowed
  const all = search.all === true && mayAll
  const list = useQuery(
    api.tokens.list.queryOptions({
      input: {
        all,
        ...(q === undefined ? {} : { q }),
        ...(state === undefined ? {} : { state }),
        ...page,
      },
      placeholderData: keepPreviousData,
    }),
  )
  const columns = useMemo(() => tokenColumns(all, setRevoking), [all])
  const change = (part: object) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  return (
    <>
      <ListPage
        title="API tokens"
        about="For scripts: a token stands in the Authorization header and can do what you choose for it, never more than its owner."
        noun={['token', 'tokens']}
        icon={IconKey}
        columns={columns}
        listed={listed(list)}
        page={page}
        sorts={tokenSorts}
        q={q}
        onChange={change}
        hint="Name or owner"
        isFiltered={q !== undefined || state !== undefined}
        onClear={() => void navigate({ search: ({ all: everybody }) => ({ all: everybody }) })}
        add={{
          label: 'Create a token',
          allowed: may('tokens.manage_own'),
          onClick: () => setMaking(true),
        }}
        filters={
          <>
            <Select
              aria-label="State"
              placeholder="Any state"
              w={140}
              clearable
              clearButtonProps={{ 'aria-label': 'Any state' }}
              data={tokenStates.map((one) => ({ value: one, label: statusLooks.token[one].word }))}
              value={state ?? null}
              onChange={(value) => change({ state: tokenStates.find((one) => one === value) })}
            />
            {mayAll && (
              <Select
                aria-label="Whose"
                w={160}
                allowDeselect={false}
                data={[
                  { value: 'own', label: 'My tokens' },
                  { value: 'all', label: 'Everybody’s tokens' },
                ]}
                value={all ? 'all' : 'own'}
                onChange={(value) => change({ all: value === 'all' ? true : undefined })}
              />
            )}
          </>
        }
        {...choice}
      />
      <CreateTokenDialog opened={making} onClose={() => setMaking(false)} />
      {revoking !== null && (
        <RevokeTokenDialog token={revoking} onClose={() => setRevoking(null)} />
      )}
    </>
  )
}
