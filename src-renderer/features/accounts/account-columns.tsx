import { UnstyledButton } from '@mantine/core'
import type { Account } from '../../../src-shared/contract/accounts.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { inWords } from '../../ui/words.ts'

export function accountColumns(
  organizations: ReadonlyMap<string, string>,
  onOpen: (accountId: string) => void,
): DataColumn<Account>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      sort: true,
      always: true,
      cell: ({ id, name }) => (
        <UnstyledButton
          data-row-focus
          fz="inherit"
          fw={500}
          onClick={(event) => {
            event.stopPropagation()
            onOpen(id)
          }}
        >
          {name}
        </UnstyledButton>
      ),
    },
    { id: 'email', header: 'E-mail', sort: true, cell: ({ email }) => email },
    {
      id: 'console_role',
      header: 'Console role',
      sort: true,
      width: '124px',
      cell: ({ console_role }) => inWords(console_role),
    },
    {
      id: 'state',
      header: 'State',
      width: '112px',
      cell: ({ state }) => <StatusBadge kind="account" status={state} />,
    },
    {
      id: 'organization',
      header: 'Organization',
      cell: ({ organization_id }) => organizations.get(organization_id ?? '') ?? '–',
    },
    {
      id: 'last_sign_in_at',
      header: 'Last sign-in',
      sort: true,
      width: '150px',
      cell: ({ last_sign_in_at }) => <TimeText at={last_sign_in_at} empty="Never" />,
    },
    {
      id: 'created_at',
      header: 'Added',
      sort: true,
      hidden: true,
      width: '150px',
      cell: ({ created_at }) => <TimeText at={created_at} />,
    },
  ]
}
