import { Button } from '@mantine/core'
import { useState } from 'react'
import type { StorageFigures } from '../../../src-shared/contract/storage.ts'
import { bytesInWords } from '../../ui/bytes-text.tsx'
import type { DataColumn } from '../../ui/data-column.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import type { Tone } from '../../ui/status.ts'
import { TextLink } from '../../ui/text-link.tsx'
import { grouped } from '../../ui/words.ts'
import classes from './storage.module.css'

type Budgets = StorageFigures['budgets']
type Usage = Budgets['workspace'] & { id: string; name: string }

/** How many organizations are listed until somebody asks for all of them. */
const atFirst = 8

const columns: readonly DataColumn<Usage>[] = [
  { id: 'name', header: 'Of', cell: ({ name }) => name },
  {
    id: 'snapshots',
    header: 'Snapshots',
    width: '170px',
    cell: ({ name, snapshots, max_snapshots }) => (
      <UsageOf
        label={`Snapshots of ${name}`}
        used={snapshots}
        limit={max_snapshots}
        inWords={(value) => grouped(String(value))}
      />
    ),
  },
  {
    id: 'bytes',
    header: 'Disk',
    width: '170px',
    cell: ({ name, bytes, max_bytes }) => (
      <UsageOf label={`Disk of ${name}`} used={bytes} limit={max_bytes} inWords={bytesInWords} />
    ),
  },
]

/** What the workspace and each organization has used of what it may; the fullest first. */
export function BudgetsPart({ budgets }: { budgets: Budgets }) {
  const [all, setAll] = useState(false)
  const organizations = budgets.organizations
    .map((one) => ({ ...one, id: one.organization_id, name: one.organization_name }))
    .sort((one, other) => fullness(other) - fullness(one) || other.bytes - one.bytes)
  const shown = all ? organizations : organizations.slice(0, atFirst)
  return (
    <section className={classes.part} aria-labelledby="storage-budgets">
      <h2 id="storage-budgets">Budgets</h2>
      <DataTable
        label="Use of budgets"
        columns={columns}
        rows={[{ ...budgets.workspace, id: 'workspace', name: 'The whole workspace' }, ...shown]}
        rowId={({ id }) => id}
        empty={null}
      />
      <p className={classes.note}>
        Set in the{' '}
        <TextLink to="/settings" inherit underline="always">
          settings
        </TextLink>
        ; a file that several snapshots share counts once for each budget.{' '}
        {organizations.length > atFirst && (
          <Button variant="subtle" size="compact-xs" onClick={() => setAll(!all)}>
            {all ? `Show the first ${atFirst}` : `Show all ${organizations.length} organizations`}
          </Button>
        )}
      </p>
    </section>
  )
}

function UsageOf(props: {
  label: string
  used: number
  limit: number
  inWords(value: number): string
}) {
  const { label, used, limit, inWords } = props
  const share = shareOf(used, limit)
  return (
    <span className={classes.usage}>
      {limit === 0 ? `${inWords(used)}, no limit` : `${inWords(used)} of ${inWords(limit)}`}
      {limit > 0 && (
        <small>
          <ProgressBar label={label} value={Math.round(share)} tone={toneOf(share)} />
        </small>
      )}
    </span>
  )
}

/** In percent; of no limit nothing is used. */
const shareOf = (used: number, limit: number): number => (limit === 0 ? 0 : (used / limit) * 100)

const fullness = ({ snapshots, max_snapshots, bytes, max_bytes }: Usage): number =>
  Math.max(shareOf(snapshots, max_snapshots), shareOf(bytes, max_bytes))

const toneOf = (share: number): Tone => (share >= 100 ? 'red' : share >= 80 ? 'amber' : 'blue')
