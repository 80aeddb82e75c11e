import { Button, Group, Modal, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconGitCompare } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Snapshot } from '../../../../src-shared/contract/snapshots.ts'
import { useMay } from '../../../rpc/permissions.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { SnapshotPicker, useCompleted } from './snapshot-picker.tsx'

/** “Compare with…”: asks for another snapshot of the room, and shows both side by side. */
export function CompareWithButton({ snapshot }: { snapshot: Snapshot }) {
  const [opened, { open, close }] = useDisclosure(false)
  const may = useMay(snapshot.room_id)
  return (
    <>
      <AllowedButton
        variant="default"
        allowed={may('snapshots.view')}
        leftSection={<IconGitCompare size={16} aria-hidden />}
        onClick={open}
      >
        Compare with…
      </AllowedButton>
      <Modal opened={opened} onClose={close} title="Compare with another snapshot" size={560}>
        <Choose snapshot={snapshot} onClose={close} />
      </Modal>
    </>
  )
}

function Choose({ snapshot, onClose }: { snapshot: Snapshot; onClose: () => void }) {
  const navigate = useNavigate()
  const snapshots = useCompleted(snapshot.room_id)
  const [chosen, setChosen] = useState<string>()
  const others = snapshots?.filter(({ id }) => id !== snapshot.id)
  const other = others?.find(({ id }) => id === chosen)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (other === undefined) return
    // What was first stands first.
    const [from, to] = [snapshot, other].sort((a, b) => a.created_at.localeCompare(b.created_at))
    void navigate({
      to: '/rooms/$roomId/compare',
      params: { roomId: snapshot.room_id },
      search: { from: from?.id, to: to?.id },
    })
  }
  const nothing =
    others?.length === 0 ? 'The room has no other completed snapshot. Take one first.' : undefined
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <SnapshotPicker
          label="Other snapshot"
          snapshots={others}
          value={chosen}
          without={snapshot.id}
          onChange={setChosen}
          help={nothing ?? 'Any completed one of the same room, whatever its format.'}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <AllowedButton
            type="submit"
            allowed={{
              allowed: other !== undefined,
              reason: nothing ?? 'Choose the other snapshot first.',
            }}
          >
            Compare
          </AllowedButton>
        </Group>
      </Stack>
    </form>
  )
}
