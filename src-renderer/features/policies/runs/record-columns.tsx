import type { RunRecord } from '../../../../src-shared/contract/records.ts'
import { BytesText } from '../../../ui/bytes-text.tsx'
import type { DataColumn } from '../../../ui/data-column.ts'
import { Mono } from '../../../ui/mono.tsx'
import { StatusBadge } from '../../../ui/status-badge.tsx'
import { TextLink } from '../../../ui/text-link.tsx'
import { TimeText } from '../../../ui/time-text.tsx'
import classes from '../policies.module.css'
import { reasonWords } from './run-words.ts'

export const recordColumns: readonly DataColumn<RunRecord>[] = [
  {
    id: 'room',
    header: 'Room',
    width: '26%',
    always: true,
    cell: ({ room_id, room_code, room_title }) => (
      <span className={classes.name}>
        <TextLink
          to="/rooms/$roomId/$tab"
          params={{ roomId: room_id, tab: 'protection' }}
          data-row-focus
          inherit
        >
          <Mono text={room_code} />
        </TextLink>
        <span className={classes.under}>{room_title}</span>
      </span>
    ),
  },
  {
    id: 'action',
    header: 'Action',
    width: '108px',
    always: true,
    cell: ({ action }) => <StatusBadge kind="record" status={action} />,
  },
  {
    id: 'reason',
    header: 'Why',
    cell: ({ reason, message, retention_reason }) => {
      const more = retention_reason ?? message
      return (
        <span className={classes.name}>
          {reasonWords[reason]}
          {more !== null && <span className={classes.under}>{more}</span>}
        </span>
      )
    },
  },
  {
    id: 'cadence',
    header: 'Policy set, cadence',
    width: '20%',
    cell: ({ policy_set_name, policy_version, cadence }) => (
      <span className={classes.name}>
        {cadence}
        <span className={classes.under}>{`${policy_set_name}, version ${policy_version}`}</span>
      </span>
    ),
  },
  {
    id: 'snapshot',
    header: 'Snapshot',
    width: '96px',
    cell: ({ snapshot_id, room_id, format, file_size }) =>
      snapshot_id === null ? (
        <span className={classes.quiet}>–</span>
      ) : (
        <span className={classes.name}>
          <TextLink
            to="/rooms/$roomId/$tab"
            params={{ roomId: room_id, tab: 'snapshots' }}
            search={{ snapshot: snapshot_id }}
            inherit
          >
            {format?.toUpperCase() ?? 'Open'}
          </TextLink>
          {file_size !== null && (
            <span className={classes.under}>
              <BytesText bytes={file_size} />
            </span>
          )}
        </span>
      ),
  },
  {
    id: 'created_at',
    header: 'When',
    width: '144px',
    cell: ({ created_at }) => <TimeText at={created_at} />,
  },
  {
    id: 'period',
    header: 'Period',
    hidden: true,
    cell: ({ period_key }) => (period_key === null ? '–' : <Mono text={period_key} />),
  },
  {
    id: 'organization',
    header: 'Organization',
    hidden: true,
    cell: (one) => one.organization_name,
  },
  { id: 'terminal', header: 'Terminal', hidden: true, cell: (one) => one.terminal_name ?? '–' },
  { id: 'vessel', header: 'Lead vessel', hidden: true, cell: (one) => one.vessel_name ?? '–' },
]
