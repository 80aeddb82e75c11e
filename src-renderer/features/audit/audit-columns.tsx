import { UnstyledButton } from '@mantine/core'
import type { AuditEntry } from '../../../src-shared/contract/audit.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { Mono } from '../../ui/mono.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'

/** The columns of the trail. The server's order is the chain's, so none of them sorts. */
export function auditColumns(onOpen: (entry: AuditEntry) => void): DataColumn<AuditEntry>[] {
  return [
    {
      id: 'seq',
      header: 'No.',
      width: '80px',
      align: 'end',
      always: true,
      cell: (entry) => (
        <UnstyledButton
          data-row-focus
          fz="inherit"
          aria-label={`Entry ${entry.seq}: ${entry.action}`}
          onClick={() => onOpen(entry)}
        >
          {entry.seq}
        </UnstyledButton>
      ),
    },
    { id: 'at', header: 'When', width: '158px', cell: ({ at }) => <TimeText at={at} /> },
    { id: 'actor', header: 'Who', cell: ({ actor_email }) => actor_email },
    { id: 'roles', header: 'Roles', cell: rolesInWords },
    { id: 'action', header: 'Action', always: true, cell: ({ action }) => <Mono text={action} /> },
    { id: 'resource', header: 'Resource', cell: ({ resource_type }) => resource_type.replaceAll('_', ' ') },
    { id: 'subject', header: 'About', cell: subjectOf },
    {
      id: 'outcome',
      header: 'Outcome',
      width: '112px',
      cell: ({ outcome }) => <StatusBadge kind="outcome" status={outcome} />,
    },
    { id: 'source', header: 'Source', width: '96px', cell: ({ source }) => source },
    {
      id: 'room_id',
      header: 'Room',
      width: '130px',
      cell: ({ room_id }) => (room_id === null ? '–' : <RoomCode roomId={room_id} />),
    },
    {
      id: 'resource_id',
      header: 'Resource id',
      hidden: true,
      cell: ({ resource_id }) => (resource_id === null ? '–' : <Mono text={resource_id} first={13} copy="id" />),
    },
    { id: 'hash', header: 'Hash', hidden: true, cell: ({ hash }) => <Mono text={hash} first={12} copy="hash" /> },
  ]
}
