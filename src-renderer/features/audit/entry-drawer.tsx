import { Button, Drawer, Group, Stack, Table, Text, Title } from '@mantine/core'
import { skipToken, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AuditEntry } from '../../../src-shared/contract/audit.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { Mono } from '../../ui/mono.tsx'
import { Notice } from '../../ui/notice.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { rolesInWords } from './audit-columns.tsx'
import type { AuditSearch } from './audit-search.ts'
import { detailInWords, type FieldChange } from './changes.ts'
import classes from './entry-drawer.module.css'
import { RoomName } from './room-name.tsx'

interface EntryDrawerProps {
  /** The number of the entry that is shown; undefined: none. */
  seq: number | undefined
  onClose: () => void
}

/** Everything about one entry of the trail: what changed, and its place in the chain. */
export function EntryDrawer({ seq, onClose }: EntryDrawerProps) {
  const entry = useQuery(
    api.audit.get.queryOptions({
      input: seq === undefined ? skipToken : { seq },
      staleTime: Number.POSITIVE_INFINITY,
    }),
  )
  return (
    <Drawer
      opened={seq !== undefined}
      onClose={onClose}
      position="right"
      size={560}
      title={seq === undefined ? '' : `Entry ${seq}`}
      styles={{ title: { fontWeight: 600 } }}
    >
      {entry.error === null ? null : (
        <Notice tone="red" title="This entry cannot be shown">
          {errorSentence(entry.error)}
        </Notice>
      )}
      {entry.data === undefined ? null : <Entry entry={entry.data} />}
    </Drawer>
  )
}

/** The way to one entry of the trail. */
export function EntryLink({ seq, children }: { seq: number; children: ReactNode }) {
  return (
    <Link from="/audit" to="/audit" search={(old) => ({ ...old, entry: seq })}>
      {children}
    </Link>
  )
}

function Entry({ entry }: { entry: AuditEntry }) {
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
          {entry.seq === 1 ? null : (
            <Fact name="Follows">
              <EntryLink seq={entry.seq - 1}>Entry {entry.seq - 1}</EntryLink>
            </Fact>
          )}
        </dl>
      </section>
      <Group gap="xs">
        <Only search={{ actor: entry.actor_email }}>Only this actor</Only>
        {entry.resource_id === null || entry.resource_id === entry.room_id ? null : (
          <Only search={{ resource_type: entry.resource_type, resource_id: entry.resource_id }}>
            Only this {entry.resource_type.replaceAll('_', ' ')}
          </Only>
        )}
        {entry.room_id === null ? null : (
          <Only search={{ room_id: entry.room_id }}>Only this room</Only>
        )}
      </Group>
    </Stack>
  )
}

/** A search without `entry`: the way there closes the drawer. */
function Only(props: { search: AuditSearch; children: ReactNode }) {
  return (
    <Button
      variant="default"
      size="xs"
      renderRoot={(look) => <Link to="/audit" search={props.search} {...look} />}
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
