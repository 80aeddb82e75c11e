import { Button } from '@mantine/core'
import type { MetricsReport } from '../../../src-shared/contract/metrics.ts'
import type { DataColumn } from '../../ui/data-column.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Mono } from '../../ui/mono.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { counted, grouped } from '../../ui/words.ts'
import classes from './metrics.module.css'
import { type MetricsSearch, type ProcedureSort, procedureSorts } from './search.ts'
import { duration } from './snapshots-part.tsx'

type Procedure = MetricsReport['procedures'][number]

const timeColumn = (name: 'p50' | 'p95' | 'p99'): DataColumn<Procedure> => ({
  id: name,
  header: name,
  align: 'end',
  width: '112px',
  sort: true,
  cell: (row) => duration(row, name),
})

const columns: readonly DataColumn<Procedure>[] = [
  { id: 'name', header: 'Procedure', sort: true, cell: ({ name }) => <Mono text={name} /> },
  {
    id: 'count',
    header: 'Calls',
    align: 'end',
    width: '112px',
    sort: true,
    cell: ({ count }) => grouped(String(count)),
  },
  {
    id: 'errors',
    header: 'Errors',
    align: 'end',
    width: '112px',
    sort: true,
    cell: ({ errors }) =>
      errors === 0 ? '0' : <b style={{ color: 'var(--sts-red)' }}>{grouped(String(errors))}</b>,
  },
  timeColumn('p50'),
  timeColumn('p95'),
  timeColumn('p99'),
]

/** How often each procedure was called, how often in vain, and how long it took. */
export function ProceduresPart(props: {
  procedures: readonly Procedure[]
  search: MetricsSearch
  onChange(part: Partial<MetricsSearch>): void
}) {
  const { procedures, search, onChange } = props
  const { q, sort = 'count', direction = 'desc' } = search
  const words = (q ?? '').toLowerCase().split(/\s+/)
  const fitting = procedures.filter(({ name }) =>
    words.every((word) => name.toLowerCase().includes(word)),
  )
  return (
    <section className={classes.part} aria-labelledby="metrics-procedures">
      <h2 id="metrics-procedures">Procedures</h2>
      <DataTable
        label="Calls by procedure"
        columns={columns}
        rows={sorted(fitting, sort, direction)}
        rowId={({ name }) => name}
        sorting={{
          value: { column: sort, direction },
          onChange: (chosen) =>
            onChange({
              sort: procedureSorts.find((one) => one === chosen.column),
              direction: chosen.direction,
            }),
        }}
        empty={
          <p className={classes.note}>
            {q === undefined ? 'Nothing was measured in this time.' : 'No procedure fits. '}
            {q !== undefined && (
              <Button variant="subtle" size="compact-sm" onClick={() => onChange({ q: undefined })}>
                Clear the search
              </Button>
            )}
          </p>
        }
        toolbar={
          <SearchField
            label="Search procedures"
            placeholder="Part of a name"
            value={q}
            onFind={(found) => onChange({ q: found })}
          />
        }
      />
      <p className={classes.note}>{counted(fitting.length, 'procedure')}</p>
    </section>
  )
}

function sorted(
  procedures: readonly Procedure[],
  by: ProcedureSort,
  direction: 'asc' | 'desc',
): Procedure[] {
  const sign = direction === 'asc' ? 1 : -1
  return procedures.toSorted((one, other) => sign * compared(one[by], other[by]))
}

/** What has no value stands lowest. */
function compared(one: string | number | null, other: string | number | null): number {
  if (one === other) return 0
  if (one === null) return -1
  if (other === null) return 1
  return one < other ? -1 : 1
}
