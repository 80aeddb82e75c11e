import { Button, Drawer, Group, Stack, Table, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AuditEntry } from '../../../src-shared/contract/audit.ts'
import { Mono } from '../../ui/mono.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { rolesInWords } from './audit-columns.tsx'
import type { AuditSearch } from './audit-search.ts'
import { detailInWords, type FieldChange } from './changes.ts'
import classes from './entry-drawer.module.css'
import { RoomName } from './room-name.tsx'

/** Everything about one entry of the trail: what changed, and its place in the chain. */
export function EntryDrawer({ entry, onClose }: { entry: AuditEntry | null; onClose: () => void }) {
  return (
    <Drawer
      opened={entry !== null}
      onClose={onClose}
      position="right"
      size={560}
      title={entry === null ? '' : `Entry ${entry.seq}`}
      styles={{ title: { fontWeight: 600 } }}
    >
      {entry === null ? null : <Entry entry={entry} onClose={onClose} />}
    </Drawer>
  )
}

function Entry({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const { changes, facts } = detailInWords(entry)
  return (
    <Stack gap="lg">
      <dl className={classes.facts}>
        <Fact name="Action">
          <Mono text={entry.action} />
        </Fact>
        <Fact name="Outcome">
          <StatusBadge kind="outcome" status={entry.outcome} />
        </Fact>
        <Fact name="When">
          <TimeText at={entry.at} />
        </Fact>
        <Fact name="Who">
          {entry.actor_email}, {rolesInWords(entry)}
        </Fact>
        <Fact name="Source">{entry.source}</Fact>
        <Fact name="Resource">
          {entry.resource_type.replaceAll('_', ' ')}{' '}
          {entry.resource_id === null ? null : <Mono text={entry.resource_id} copy="id" />}
        </Fact>
        <Fact name="Room">
          <RoomName roomId={entry.room_id} />
        </Fact>
      </dl>
      {changes.length === 0 ? null : <Changes changes={changes} />}
      {facts.length === 0 ? null : (
        <section>
          <Title order={3} mb={4}>
            Detail
          </Title>
          <dl className={classes.facts}>
            {facts.map(({ name, value }) => (
              <Fact key={name} name={name}>
                {value}
              </Fact>
            ))}
          </dl>
        </section>
      )}
      <section>
        <Title order={3} mb={4}>
          Place in the chain
        </Title>
        <dl className={classes.facts}>
          <Fact name="Hash">
            <span className={classes.whole}>
              <Mono text={entry.hash} copy="hash" />
            </span>
          </Fact>
          <Fact name="Hash before it">
            <span className={classes.whole}>
              <Mono text={entry.prev_hash} copy="hash before it" />
            </span>
          </Fact>
        </dl>
      </section>
      <Group gap="xs">
        <Only search={{ actor: entry.actor_email }} onClose={onClose}>
          Only this actor
        </Only>
        {entry.resource_id === null || entry.resource_id === entry.room_id ? null : (
          <Only
            search={{ resource_type: entry.resource_type, resource_id: entry.resource_id }}
            onClose={onClose}
          >
            Only this {entry.resource_type.replaceAll('_', ' ')}
          </Only>
        )}
        {entry.room_id === null ? null : (
          <Only search={{ room_id: entry.room_id }} onClose={onClose}>
            Only this room
          </Only>
        )}
      </Group>
    </Stack>
  )
}

function Only(props: { search: AuditSearch; onClose: () => void; children: ReactNode }) {
  return (
    <Button
      variant="default"
      size="xs"
      renderRoot={(look) => <Link to="/audit" search={props.search} {...look} />}
      onClick={props.onClose}
    >
      {props.children}
    </Button>
  )
}

function Changes({ changes }: { changes: readonly FieldChange[] }) {
  return (
    <section>
      <Title order={3} mb={4}>
        What changed
      </Title>
      <Table fz={13} verticalSpacing={6} layout="fixed" aria-label="What changed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col" w={120}>
              Field
            </Table.Th>
            <Table.Th scope="col">Before</Table.Th>
            <Table.Th scope="col">After</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changes.map(({ field, before, after }) => (
            <Table.Tr key={field}>
              <Table.Th scope="row" fw={400} c="dimmed">
                {field}
              </Table.Th>
              <Table.Td className={classes.before}>
                <Value value={before} struck={before !== after} />
              </Table.Td>
              <Table.Td className={classes.after}>
                <Value value={after} struck={false} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

function Value({ value, struck }: { value: string | null; struck: boolean }) {
  if (value === null) {
    return (
      <Text span inherit c="dimmed">
        nothing
      </Text>
    )
  }
  return struck ? <del>{value}</del> : <span>{value}</span>
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
