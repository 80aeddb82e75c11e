import { Button, Checkbox, Popover, Stack } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import type { DataColumn } from './data-column.ts'

interface ColumnMenuProps<Row> {
  columns: readonly DataColumn<Row>[]
  visibility: Record<string, boolean>
  onChange(visibility: Record<string, boolean>): void
}

/** Which columns are shown. */
export function ColumnMenu<Row>({ columns, visibility, onChange }: ColumnMenuProps<Row>) {
  const choosable = columns.filter((column) => column.always !== true)
  return (
    <Popover position="bottom-end" trapFocus withRoles>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconColumns3 size={16} aria-hidden />}
          style={{ marginInlineStart: 'auto' }}
        >
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap={8}>
          {choosable.map((column) => (
            <Checkbox
              key={column.id}
              label={column.header}
              checked={visibility[column.id] !== false}
              onChange={(event) =>
                onChange({ ...visibility, [column.id]: event.currentTarget.checked })
              }
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
