import { Select } from '@mantine/core'
import { IconUserPlus, IconUsers } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { accountSorts, accountStates } from '../../../src-shared/contract/accounts.ts'
import { consoleRoles } from '../../../src-shared/contract/enums.ts'
import { listed } from '../../rpc/listed.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { useColumnChoice } from '../../state/tables.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { pageOf } from '../../ui/list-search.ts'
import { statusLooks } from '../../ui/status.ts'
import { inWords } from '../../ui/words.ts'
import { accountColumns } from './account-columns.tsx'
import { AccountDrawer } from './account-drawer.tsx'
import { CreateAccountDialog } from './create-account-dialog.tsx'
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
  const page = pageOf(search, { sort: 'name', direction: 'asc' })
  const { q, console_role, state } = search
  const list = useQuery(
    api.accounts.list.queryOptions({
      input: {
        ...(q === undefined ? {} : { q }),
        ...(console_role === undefined ? {} : { console_role }),
        ...(state === undefined ? {} : { state }),
        ...page,
      },
      placeholderData: keepPreviousData,
    }),
  )
  const change = (part: object) =>
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
  return (
    <>
      <ListPage
        title="Accounts"
        about="Everybody who can sign in, and what they may do in the whole workspace."
        noun={['account', 'accounts']}
        icon={IconUsers}
        columns={columns}
        listed={listed(list)}
        page={page}
        sorts={accountSorts}
        q={q}
        onChange={change}
        hint="Name or e-mail"
        isFiltered={[q, console_role, state].some((part) => part !== undefined)}
        onClear={() => void navigate({ search: {} })}
        add={{
          label: 'Add an account',
          icon: IconUserPlus,
          allowed: may('accounts.create'),
          onClick: () => setAdding(true),
        }}
        onOpen={({ id }) => open(id)}
        filters={
          <>
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
          </>
        }
        {...choice}
      />
      <CreateAccountDialog opened={adding} onClose={() => setAdding(false)} />
      <AccountDrawer accountId={search.account ?? null} onClose={() => open(undefined)} />
    </>
  )
}
