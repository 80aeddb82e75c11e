import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { FormError } from '../../../ui/form-error.tsx'
import { Mono } from '../../../ui/mono.tsx'
import { TextLink } from '../../../ui/text-link.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import { counted } from '../../../ui/words.ts'
import classes from './sets.module.css'
import type { Going } from './use-save-set.ts'

/** Asks before a rule is saved by which snapshots would go that stay by the present one. */
export function MoreRemovedDialog(props: {
  going: Going
  verb: string
  isPending: boolean
  onAgree(): void
  onClose(): void
}) {
  const { going, verb, isPending, onAgree, onClose } = props
  const { more, more_count, removes_now } = going.preview
  return (
    <Modal
      opened
      onClose={onClose}
      title={`This removes ${counted(more_count, 'snapshot')} more`}
      size={680}
    >
      <Stack gap="sm">
        <FormError message={going.problem} />
        <Text>
          {`They stay by the rule as it is, and go at the next run of each room by the new one${removes_now === 0 ? '' : `, beside the ${removes_now} that go by either`}. Held snapshots and the newest of each cadence stay.`}
        </Text>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className={classes.going} aria-label="What would go" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Room</th>
                <th scope="col">Taken</th>
                <th scope="col">Cadence</th>
                <th scope="col">Why it would go</th>
              </tr>
            </thead>
            <tbody>
              {more.map((one) => (
                <tr key={one.snapshot_id}>
                  <td title={one.room_title}>
                    <TextLink
                      inherit
                      to="/rooms/$roomId/$tab"
                      params={{ roomId: one.room_id, tab: 'snapshots' }}
                    >
                      <Mono text={one.room_code} />
                    </TextLink>
                  </td>
                  <td>
                    <TimeText at={one.created_at} />
                  </td>
                  <td>{`${one.cadence}, ${one.snapshot_type.toUpperCase()}`}</td>
                  <td>{one.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        {more_count > more.length && (
          <Text c="dimmed" size="sm">{`The first ${more.length} of ${more_count}.`}</Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            Back
          </Button>
          <Button color="red.9" loading={isPending} onClick={onAgree}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
