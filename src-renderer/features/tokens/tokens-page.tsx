import { Button, Select, Text } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { type ApiToken, tokenStates } from '../../../src-shared/contract/tokens.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { useColumnChoice } from '../../state/tables.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { statusLooks } from '../../ui/status.ts'
import { CreateTokenDialog } from './create-token-dialog.tsx'
import { RevokeTokenDialog } from './revoke-token-dialog.tsx'
import { type TokensSearch, tokenSorts } from './search.ts'
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
  const { page = 1, size = 25, sort = 'created_at', direction = 'desc', q, state } = search
  const mayAll = may('tokens.manage_all').allowed
  const all = search.all === true && mayAll
  const list = useQuery(
    api.tokens.list.queryOptions({
      input: {
        all,
        ...(q === undefined ? {} : { q }),
        ...(state === undefined ? {} : { state }),
        sort,
        direction,
        limit: size,
        offset: (page - 1) * size,
      },
      placeholderData: keepPreviousData,
    }),
  )
  const columns = useMemo(() => tokenColumns(all, setRevoking), [all])
  const change = (part: Partial<TokensSearch>) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  const isFiltered = q !== undefined || state !== undefined
  const make = (
    <AllowedButton
      allowed={may('tokens.manage_own')}
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => setMaking(true)}
    >
      Create a token
    </AllowedButton>
  )
  return (
    <>
      <PageHeader title="API tokens" actions={make}>
        <Text c="dimmed" size="sm">
          For scripts: a token stands in the Authorization header and can do what you choose for it,
          never more than its owner.
        </Text>
      </PageHeader>
      <DataTable
        label="API tokens"
        columns={columns}
        rows={list.data?.body}
        rowId={({ id }) => id}
        fill
        error={
          list.error === null
            ? undefined
            : { message: errorSentence(list.error), retry: () => void list.refetch() }
        }
        empty={
          isFiltered ? (
            <EmptyState
              icon={IconKey}
              title="No token fits"
              text="Widen the search, or clear it."
              action={
                <Button variant="default" onClick={() => void navigate({ search: {} })}>
                  Clear search and filters
                </Button>
              }
            />
          ) : (
            <EmptyState
              icon={IconKey}
              title="No tokens yet"
              text="Create one for each script, so that each can be revoked by itself."
              action={make}
            />
          )
        }
        sorting={{
          value: { column: sort, direction },
          onChange: (next) => {
            const column = tokenSorts.find((known) => known === next.column)
            if (column !== undefined) change({ sort: column, direction: next.direction })
          },
        }}
        paging={{
          page,
          size,
          total: list.data === undefined ? undefined : Number(list.data.headers['x-total-count']),
          noun: ['token', 'tokens'],
          onPage: (to) => change({ page: to }),
          onSize: (to) => change({ size: to }),
        }}
        toolbar={
          <>
            <SearchField
              label="Search tokens"
              placeholder="Name or owner"
              value={q}
              onFind={(text) => change({ q: text })}
            />
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
