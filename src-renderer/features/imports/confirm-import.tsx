import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ImportReport } from '../../../src-shared/contract/imports.ts'
import { counted } from '../../ui/words.ts'
import { importNow } from './run-import.ts'
import { totalOf } from './words.ts'

/** Asks before what the dry run has shown is done. */
export function ConfirmImport(props: { name: string; report: ImportReport; onClose(): void }) {
  const { name, report, onClose } = props
  const { taken, changed, refused } = totalOf(report.tables)
  const rows = counted(taken + changed, 'row')
  const { users } = report.tables
  const people = users === undefined ? 0 : users.taken + users.changed
  return (
    <Modal opened onClose={onClose} title={`Import ${rows} of ${name}?`}>
      <Stack gap="sm">
        <Text>
          They are taken in one change: all of them, or none if anything fails. It cannot be undone
          as a whole.
        </Text>
        {refused > 0 && (
          <Text>{`${counted(refused, 'row')} ${refused === 1 ? 'stays' : 'stay'} out, for the reasons in the report.`}</Text>
        )}
        {people > 0 && (
          <Text>{`It brings ${counted(people, 'account')}. Whoever has a usable password there can sign in here with it.`}</Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button
            onClick={() => {
              onClose()
              void importNow()
            }}
          >
            {`Import ${rows}`}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
