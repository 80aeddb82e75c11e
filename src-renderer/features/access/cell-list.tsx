import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { MatrixCell } from '../../../src-shared/contract/access.ts'
import { consoleRoles } from '../../../src-shared/contract/enums.ts'
import { api } from '../../rpc/queries.ts'
import { Mono } from '../../ui/mono.tsx'
import { ToneBadge } from '../../ui/status-badge.tsx'
import { counted, inWords } from '../../ui/words.ts'

/** Cells of the matrix that change or changed, each in words. */
export function CellList(props: { cells: readonly MatrixCell[]; withAccounts?: boolean }) {
  const { cells, withAccounts = false } = props
  return (
    <Table fz={13} verticalSpacing={6} aria-label="Changed cells">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Permission</Table.Th>
          <Table.Th scope="col">Role</Table.Th>
          {withAccounts && <Table.Th scope="col">For</Table.Th>}
          <Table.Th scope="col">Becomes</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {cells.map((cell) => (
          <Table.Tr key={`${cell.permission} ${cell.axis} ${cell.role}`}>
            <Table.Td>
              <Mono text={cell.permission} />
            </Table.Td>
            <Table.Td>{`${inWords(cell.axis)} ${cell.role}`}</Table.Td>
            {withAccounts && (
              <Table.Td>
                <ForWhom cell={cell} />
              </Table.Td>
            )}
            <Table.Td>
              {cell.after ? (
                <ToneBadge tone="green" word="Granted" />
              ) : (
                <ToneBadge tone="red" word="Denied" />
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function ForWhom({ cell }: { cell: MatrixCell }) {
  const role = cell.axis === 'console' ? consoleRoles.find((one) => one === cell.role) : undefined
  const list = useQuery(
    api.accounts.list.queryOptions({
      input: { limit: 1, ...(role === undefined ? {} : { console_role: role }) },
      enabled: role !== undefined,
    }),
  )
  if (role === undefined) return `every ${cell.role}, in their rooms`
  const total = list.data?.headers['x-total-count']
  return total === undefined ? '…' : counted(Number(total), 'account')
}
