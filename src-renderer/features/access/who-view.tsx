import { Group } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Outputs } from '../../rpc/client.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { PageSize } from '../../ui/pager.tsx'
import { inWords } from '../../ui/words.ts'
import { PermissionChoice, RoomChoice } from './choices.tsx'
import type { PermissionsSearch } from './search.ts'

type Holder = Outputs['access']['whoCan']['accounts'][number]

const columns: DataColumn<Holder>[] = [
  { id: 'name', header: 'Name', always: true, width: '220px', cell: ({ name }) => name },
  { id: 'email', header: 'E-mail', width: '280px', cell: ({ email }) => email },
  {
    id: 'by',
    header: 'By',
    width: '160px',
    cell: ({ decision: { granted_by } }) =>
      granted_by === undefined ? '–' : `${inWords(granted_by.axis)} ${granted_by.role}`,
  },
  { id: 'reason', header: 'Why', cell: ({ decision }) => decision.reason },
]

/** All accounts that may use one permission, everywhere or in one room. */
export function WhoView(props: {
  search: PermissionsSearch
  onChange(part: Partial<PermissionsSearch>): void
}) {
  const { search, onChange } = props
  const { permission, room } = search
  const [page, setPage] = useState(1)
  const [size, setSize] = useState<PageSize>(25)
  const found = useQuery(
    api.access.whoCan.queryOptions({
      input: {
        permission: permission ?? '',
        ...(room === undefined ? {} : { room_id: room }),
        limit: size,
        offset: (page - 1) * size,
      },
      enabled: permission !== undefined,
      placeholderData: keepPreviousData,
    }),
  )
  return (
    <DataTable
      label="Accounts that may"
      columns={columns}
      rows={permission === undefined ? [] : found.data?.accounts}
      rowId={({ id }) => id}
      empty={
        <EmptyState
          icon={IconUsers}
          title={permission === undefined ? 'Choose a permission' : 'Nobody may'}
          text={
            permission === undefined
              ? 'Then everybody who holds it is listed, with the role that grants it.'
              : 'No active account holds this permission here.'
          }
        />
      }
      error={
        found.error === null
          ? undefined
          : { message: errorSentence(found.error), retry: () => void found.refetch() }
      }
      paging={
        permission === undefined
          ? undefined
          : {
              page,
              size,
              total: found.data?.total,
              noun: ['account', 'accounts'],
              onPage: setPage,
              onSize: (next) => {
                setSize(next)
                setPage(1)
              },
            }
      }
      toolbar={
        <Group gap="xs" align="flex-end">
          <PermissionChoice
            value={permission}
            onChange={(value) => {
              setPage(1)
              onChange({ permission: value })
            }}
          />
          <RoomChoice
            value={room}
            onChange={(value) => {
              setPage(1)
              onChange({ room: value })
            }}
          />
        </Group>
      }
    />
  )
}
