import { Button, Group, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { Restored } from '../../../../src-shared/contract/snapshots.ts'
import { Notice } from '../../../ui/notice.tsx'
import { TextLink } from '../../../ui/text-link.tsx'
import { counted } from '../../../ui/words.ts'
import { sectionWords } from '../compare/change-words.ts'
import classes from './restore.module.css'
import { Step } from './step.tsx'

/** What came of a restore: the room, the safety snapshot, and what is not as the snapshot has it. */
export function RestoredView({ restored, onClose }: { restored: Restored; onClose: () => void }) {
  const navigate = useNavigate()
  const { mode, room_id, room_code, issues, safety_snapshot_id } = restored
  const go = () => {
    onClose()
    void navigate({ to: '/rooms/$roomId/$tab', params: { roomId: room_id, tab: 'overview' } })
  }
  return (
    <Step>
      <Stack gap="md">
        <Notice
          tone="green"
          title={
            mode === 'new_room'
              ? `Opened as ${room_code}`
              : `${room_code} is as it was in the snapshot`
          }
        >
          {issues.length === 0
            ? 'Everything was put back.'
            : `${counted(issues.length, 'thing is', 'things are')} not as the snapshot has ${issues.length === 1 ? 'it' : 'them'}.`}
        </Notice>
        {issues.length > 0 && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, also by the keyboard
          <ul className={classes.issues} aria-label="Not as in the snapshot" tabIndex={0}>
            {issues.map(({ section, label, message }) => (
              <li key={`${section} ${label} ${message}`}>
                {`${sectionWords[section]}: ${label}`}
                <span>{message}</span>
              </li>
            ))}
          </ul>
        )}
        {safety_snapshot_id !== null && (
          <Text size="sm">
            The room as it was just before is kept as{' '}
            <TextLink
              to="/rooms/$roomId/$tab"
              params={{ roomId: room_id, tab: 'snapshots' }}
              search={{ snapshot: safety_snapshot_id }}
              inherit
              underline="always"
              onClick={onClose}
            >
              the safety snapshot
            </TextLink>
            .
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button onClick={go}>Go to the room</Button>
        </Group>
      </Stack>
    </Step>
  )
}
