import { IconTrash } from '@tabler/icons-react'
import type { ApiToken } from '../../../src-shared/contract/tokens.ts'
import { AllowedIcon } from '../../ui/allowed-icon.tsx'
import type { DataColumn } from '../../ui/data-column.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { counted } from '../../ui/words.ts'

export function tokenColumns(
  withOwner: boolean,
  onRevoke: (token: ApiToken) => void,
): DataColumn<ApiToken>[] {
  const owner: DataColumn<ApiToken> = {
    id: 'owner',
    header: 'Owner',
    cell: ({ account }) => <span title={account.email}>{account.name}</span>,
  }
  return [
    { id: 'name', header: 'Name', sort: true, always: true, cell: ({ name }) => name },
    ...(withOwner ? [owner] : []),
    {
      id: 'permissions',
      header: 'May do',
      cell: ({ permissions }) =>
        permissions === null ? (
          'Everything its owner may'
        ) : (
          <span title={permissions.join(', ')}>{counted(permissions.length, 'permission')}</span>
        ),
    },
    {
      id: 'state',
      header: 'State',
      width: '104px',
      cell: ({ state }) => <StatusBadge kind="token" status={state} />,
    },
    {
      id: 'expires_at',
      header: 'Expires',
      sort: true,
      width: '150px',
      cell: ({ expires_at }) => <TimeText at={expires_at} empty="Never" />,
    },
    {
      id: 'last_used_at',
      header: 'Last used',
      sort: true,
      width: '150px',
      cell: ({ last_used_at }) => <TimeText at={last_used_at} empty="Never" />,
    },
    {
      id: 'created_at',
      header: 'Created',
      sort: true,
      width: '150px',
      cell: ({ created_at }) => <TimeText at={created_at} />,
    },
    {
      id: 'actions',
      header: 'Actions',
      quietHeader: true,
      always: true,
      width: '48px',
      align: 'end',
      cell: (token) => (
        <AllowedIcon
          icon={IconTrash}
          label={`Revoke ${token.name}`}
          allowed={
            token.state === 'revoked'
              ? { allowed: false, reason: 'The token is revoked already.' }
              : undefined
          }
          onClick={() => onRevoke(token)}
        />
      ),
    },
  ]
}
