import { Button, Select } from '@mantine/core'
import { IconUserPlus, IconUsers } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { accountSorts, accountStates } from '../../../src-shared/contract/accounts.ts'
import { consoleRoles } from '../../../src-shared/contract/enums.ts'
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
import { inWords } from '../../ui/words.ts'
import { accountColumns } from './account-columns.tsx'
import { AccountDrawer } from './account-drawer.tsx'
import { CreateAccountDialog } from './create-account-dialog.tsx'
import type { AccountsSearch } from './search.ts'
import { useOrganizationNames } from './use-organizations.ts'

const route = getRouteApi('/shell/admin/accounts')

/** Everybody who can sign in, and who administers them. */
export function AccountsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay()
  const [adding, setAdding] = useState(false)
  const choice = useColumnChoice('accounts')
  const organizations = useOrganizationNames()
  const { page = 1, size = 25, sort = 'name', direction = 'asc' } = search
  const { q, console_role, state } = search
  const list = useQuery(
    api.accounts.list.queryOptions({
      input: {
        ...(q === undefined ? {} : { q }),
        ...(console_role === undefined ? {} : { console_role }),
        ...(state === undefined ? {} : { state }),
        sort,
        direction,
        limit: size,
        offset: (page - 1) * size,
      },
      placeholderData: keepPreviousData,
    }),
  )
  const change = (part: Partial<AccountsSearch>) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  const open = (account: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, account }) })
  const columns = useMemo(
    () =>
      accountColumns(organizations, (account) => {
        void navigate({ search: (old) => ({ ...old, account }) })
      }),
    [organizations, navigate],
  )
  const isFiltered = [q, console_role, state].some((part) => part !== undefined)
  const clear = () => void navigate({ search: {} })

  return (
    <>
      <PageHeader
        title="Accounts"
        actions={
          <AllowedButton
            allowed={may('accounts.create')}
            leftSection={<IconUserPlus size={16} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            Add an account
          </AllowedButton>
        }
      />
      <DataTable
        label="Accounts"
        columns={columns}
        rows={list.data?.body}
        rowId={({ id }) => id}
        fill
        skeletonRows={12}
        error={
          list.error === null
            ? undefined
            : { message: errorSentence(list.error), retry: () => void list.refetch() }
        }
        empty={
          <EmptyState
            icon={IconUsers}
            title={isFiltered ? 'No account fits' : 'No accounts yet'}
            text="Widen the search, or clear it."
            action={
              <Button variant="default" onClick={clear}>
                Clear search and filters
              </Button>
            }
          />
        }
        sorting={{
          value: { column: sort, direction },
          onChange: (next) => {
            const column = accountSorts.find((known) => known === next.column)
            if (column !== undefined) change({ sort: column, direction: next.direction })
          },
        }}
        paging={{
          page,
          size,
          total: list.data === undefined ? undefined : Number(list.data.headers['x-total-count']),
          noun: ['account', 'accounts'],
          onPage: (to) => change({ page: to }),
          onSize: (to) => change({ size: to }),
        }}
        onOpen={({ id }) => open(id)}
        toolbar={
          <>
            <SearchField
              label="Search accounts"
              placeholder="Name or e-mail"
              value={q}
              onFind={(text) => change({ q: text })}
            />
            <Select
              aria-label="Console role"
              placeholder="Any console role"
              w={168}
              clearable
              clearButtonProps={{ 'aria-label': 'Any console role' }}
              data={consoleRoles.map((role) => ({ value: role, label: inWords(role) }))}
              value={console_role ?? null}
              onChange={(value) =>
                change({ console_role: consoleRoles.find((one) => one === value) })
              }
            />
            <Select
              aria-label="State"
              placeholder="Any state"
              w={140}
              clearable
              clearButtonProps={{ 'aria-label': 'Any state' }}
              data={accountStates.map((one) => ({
                value: one,
                label: statusLooks.account[one].word,
              }))}
              value={state ?? null}
              onChange={(value) => change({ state: accountStates.find((one) => one === value) })}
            />
            {isFiltered && (
              <Button variant="subtle" color="gray" onClick={clear}>
                Clear
              </Button>
            )}
          </>
        }
        {...choice}
      />
      <CreateAccountDialog opened={adding} onClose={() => setAdding(false)} />
      <AccountDrawer accountId={search.account ?? null} onClose={() => open(undefined)} />
    </>
  )
}
