import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { RestoreMode, Snapshot } from '../../../../src-shared/contract/snapshots.ts'
import { errorSentence } from '../../../rpc/errors.ts'
import { type Allowed, useMay, useMayChange } from '../../../rpc/permissions.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { NewRoomFacts } from './new-room-facts.tsx'
import { RestoredView } from './restored-view.tsx'
import { RollBackStep } from './roll-back-step.tsx'
import { Step } from './step.tsx'
import { useRestore } from './use-restore.ts'

/** Brings a snapshot back: which way, what that does, and what came of it. */
export function RestoreWizard({ snapshot, onClose }: { snapshot: Snapshot; onClose: () => void }) {
  const [mode, setMode] = useState<RestoreMode | null>(null)
  const restore = useRestore()
  const back = () => {
    restore.reset()
    setMode(null)
  }
  const { data } = restore
  return (
    <Modal
      opened
      onClose={onClose}
      // What is being done ends before its window does.
      closeOnClickOutside={false}
      closeOnEscape={!restore.isPending}
      title={titleOf(mode)}
      size={mode === 'roll_back' && data === undefined ? 860 : 600}
    >
      {data !== undefined ? (
        <RestoredView restored={data} onClose={onClose} />
      ) : mode === null ? (
        <ChooseMode snapshot={snapshot} onChoose={setMode} onClose={onClose} />
      ) : mode === 'new_room' ? (
        <NewRoomStep snapshot={snapshot} restore={restore} onBack={back} />
      ) : (
        <RollBackStep snapshot={snapshot} restore={restore} onBack={back} />
      )}
    </Modal>
  )
}

const titleOf = (mode: RestoreMode | null): string => {
  if (mode === null) return 'Restore this snapshot'
  return mode === 'new_room' ? 'Open as a new room' : 'Roll the room back'
}

/** Which ways are open, and why one is not. */
function useModes(snapshot: Snapshot): Record<RestoreMode, Allowed> {
  const maySee = useMay(snapshot.room_id)('snapshots.restore')
  const mayOpen = useMay()('rooms.create')
  const mayChange = useMayChange(snapshot.room_id)('snapshots.restore')
  const isPart = snapshot.options.vessel_ids !== undefined
  return {
    new_room: maySee.allowed ? mayOpen : maySee,
    roll_back:
      mayChange.allowed && isPart
        ? { allowed: false, reason: 'This snapshot shows chosen vessels only, not the whole room.' }
        : mayChange,
  }
}

const modeWords = {
  new_room: {
    label: 'As a new room',
    help: 'A second room with what the snapshot holds. This room stays as it is.',
  },
  roll_back: {
    label: 'Roll this room back',
    help: 'This room becomes what it was then. A safety snapshot keeps what it is now.',
  },
} as const

function ChooseMode(props: {
  snapshot: Snapshot
  onChoose: (mode: RestoreMode) => void
  onClose: () => void
}) {
  const { snapshot, onChoose, onClose } = props
  const modes = useModes(snapshot)
  const [chosen, setChosen] = useState<RestoreMode>('new_room')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (modes[chosen].allowed) onChoose(chosen)
  }
  const radio = (mode: RestoreMode) => (
    <Radio
      key={mode}
      value={mode}
      label={modeWords[mode].label}
      description={modes[mode].allowed ? modeWords[mode].help : modes[mode].reason}
    />
  )
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {`“${snapshot.title}” of ${snapshot.room_code}`}
        </Text>
        <Radio.Group
          aria-label="How to restore"
          value={chosen}
          onChange={(value) => setChosen(value === 'roll_back' ? 'roll_back' : 'new_room')}
        >
          <Stack gap="sm">
            {radio('new_room')}
            {radio('roll_back')}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <AllowedButton type="submit" allowed={modes[chosen]}>
            Continue
          </AllowedButton>
        </Group>
      </Stack>
    </form>
  )
}

function NewRoomStep(props: {
  snapshot: Snapshot
  restore: ReturnType<typeof useRestore>
  onBack: () => void
}) {
  const { snapshot, restore, onBack } = props
  const error = restore.error === null ? undefined : errorSentence(restore.error)
  return (
    <Step>
      <Stack gap="md">
        <FormError message={error} />
        <NewRoomFacts options={snapshot.options} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" disabled={restore.isPending} onClick={onBack}>
            Back
          </Button>
          <Button
            loading={restore.isPending}
            onClick={() =>
              restore.mutate({
                room_id: snapshot.room_id,
                snapshot_id: snapshot.id,
                mode: 'new_room',
              })
            }
          >
            Open as a new room
          </Button>
        </Group>
      </Stack>
    </Step>
  )
}
