import type { StorageFigures } from '../../../src-shared/contract/storage.ts'
import { BytesText } from '../../ui/bytes-text.tsx'
import type { DataColumn } from '../../ui/data-column.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { grouped } from '../../ui/words.ts'
import classes from './storage.module.css'

type Format = StorageFigures['by_format'][number]
type Usage = Pick<Format, 'snapshots' | 'bytes' | 'distinct_bytes'>

/** The columns of what some snapshots take: how many, on disk, and what sharing saves. */
export function usageColumns<Row extends Usage>(): DataColumn<Row>[] {
  return [
    {
      id: 'snapshots',
      header: 'Snapshots',
      align: 'end',
      width: '104px',
      cell: ({ snapshots }) => grouped(String(snapshots)),
    },
    {
      id: 'distinct_bytes',
      header: 'On disk',
      align: 'end',
      width: '104px',
      cell: ({ distinct_bytes }) => <BytesText bytes={distinct_bytes} />,
    },
    {
      id: 'shared',
      header: 'Saved by sharing',
      align: 'end',
      width: '136px',
      cell: ({ bytes, distinct_bytes }) => <BytesText bytes={bytes - distinct_bytes} />,
    },
  ]
}

const columns: readonly DataColumn<Format>[] = [
  { id: 'format', header: 'Format', cell: ({ format }) => format.toUpperCase() },
  ...usageColumns<Format>(),
]

/** What the snapshots of each format take. */
export function FormatsPart({ formats }: { formats: StorageFigures['by_format'] }) {
  return (
    <section className={classes.part} aria-labelledby="storage-formats">
      <h2 id="storage-formats">By format</h2>
      <DataTable
        label="Snapshots by format"
        columns={columns}
        rows={formats.filter(({ snapshots }) => snapshots > 0)}
        rowId={({ format }) => format}
        empty={<p className={classes.note}>No snapshot is stored yet.</p>}
      />
    </section>
  )
}
