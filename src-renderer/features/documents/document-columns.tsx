import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { RoomDocument } from '../../../src-shared/contract/documents.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { DateText } from '../../ui/time-text.tsx'
import { counted } from '../../ui/words.ts'
import classes from './documents.module.css'

const criticalityWords = { high: 'high', med: 'medium', low: 'low' } as const

/** `Required, high`: how much a document weighs. */
export const weightInWords = (document: RoomDocument): string =>
  `${document.required ? 'Required' : 'Optional'}, ${criticalityWords[document.criticality]}`

/**
 * @param wide whether vessel and weight have columns of their own from the start; where there is no
 *   room for them they stand under the name
 */
export function documentColumns(
  wide: boolean,
  onOpen: (document: RoomDocument) => void,
  actions: (document: RoomDocument) => ReactNode,
): readonly DataColumn<RoomDocument>[] {
  return [
    {
      id: 'type',
      header: 'Document',
      always: true,
      cell: (document) => (
        <>
          <UnstyledButton fz="sm" data-row-focus onClick={() => onOpen(document)}>
            {document.type_name}
          </UnstyledButton>
          {!wide && <span className={classes.under}>{aboutInWords(document)}</span>}
        </>
      ),
    },
    {
      id: 'vessel',
      header: 'Vessel',
      hidden: !wide,
      width: '180px',
      cell: ({ vessel_name }) => vessel_name ?? <span className={classes.quiet}>The room</span>,
    },
    { id: 'weight', header: 'Weight', hidden: !wide, width: '144px', cell: weightInWords },
    {
      id: 'status',
      header: 'Status',
      always: true,
      width: '128px',
      cell: (document) => <StatusBadge kind="document" status={document.status} />,
    },
    {
      id: 'expiry',
      header: 'Expires',
      width: '236px',
      cell: (document) => <Expiry document={document} />,
    },
    {
      id: 'file',
      header: 'File',
      width: '244px',
      cell: (document) => <File document={document} />,
    },
    {
      id: 'score',
      header: 'Score',
      hidden: true,
      width: '72px',
      align: 'end',
      cell: (document) => document.score,
    },
    {
      id: 'actions',
      header: 'What to do with it',
      quietHeader: true,
      always: true,
      width: '132px',
      align: 'end',
      cell: actions,
    },
  ]
}

function aboutInWords(document: RoomDocument): string {
  const weight = weightInWords(document)
  return document.vessel_name === null
    ? weight
    : `${document.vessel_name} · ${weight.toLowerCase()}`
}

/** The day and, when it is near or past, the word for it. */
export function Expiry({ document }: { document: RoomDocument }) {
  const { expires_on, expiry_state } = document
  if (expires_on === null) return <span className={classes.quiet}>–</span>
  const pressing = expiry_state === 'expiring_soon' || expiry_state === 'expired'
  return (
    <span className={classes.beside}>
      <DateText on={expires_on} />
      {pressing && <StatusBadge kind="expiry" status={expiry_state} />}
    </span>
  )
}

function File({ document }: { document: RoomDocument }) {
  const [newest] = document.versions
  if (newest === undefined) return <span className={classes.quiet}>–</span>
  return (
    <span className={classes.newest}>
      <span className={classes.file} title={newest.file_name}>
        {newest.file_name}
      </span>
      {document.versions.length > 1 && (
        <span className={classes.quiet}>{counted(document.versions.length, 'version')}</span>
      )}
    </span>
  )
}
