import { Group, NativeSelect } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  type Cadence,
  cadenceSchema,
  retentionSchema,
  scheduleSchema,
} from '../../../../src-shared/contract/cadences.ts'
import type { PolicySet } from '../../../../src-shared/contract/policy-sets.ts'
import { retentionSentence } from '../../../../src-shared/rules/retention.ts'
import { errorSentence } from '../../../rpc/errors.ts'
import { api } from '../../../rpc/queries.ts'
import { ErrorState } from '../../../ui/error-state.tsx'
import { WaitingLines } from '../../../ui/waiting-lines.tsx'
import { inWords } from '../../../ui/words.ts'
import policies from '../policies.module.css'
import { scheduleInWords } from '../words.ts'
import classes from './sets.module.css'

/** What differs between two versions of a set, field by field. */
export function VersionDifferences(props: {
  set: PolicySet
  from: number
  to: number
  onCompare(pair: { from: number; to: number }): void
}) {
  const { set, from, to, onCompare } = props
  const choices = Array.from({ length: set.version }, (_, at) => String(set.version - at))
  const found = useQuery(
    api.policySets.compare.queryOptions({
      input: { policy_set_id: set.id, from, to },
      placeholderData: keepPreviousData,
    }),
  )
  return (
    <section aria-labelledby="differences">
      <h2 id="differences">Differences</h2>
      <Group gap="xs" mb="sm">
        <NativeSelect
          aria-label="From version"
          data={choices.map((value) => ({ value, label: `Version ${value}` }))}
          value={String(from)}
          onChange={(event) => onCompare({ from: Number(event.currentTarget.value), to })}
        />
        <span>to</span>
        <NativeSelect
          aria-label="To version"
          data={choices.map((value) => ({ value, label: `Version ${value}` }))}
          value={String(to)}
          onChange={(event) => onCompare({ from, to: Number(event.currentTarget.value) })}
        />
      </Group>
      {found.error !== null ? (
        <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <WaitingLines count={4} />
      ) : found.data.changes.length === 0 ? (
        <p className={policies.quiet}>They say the same.</p>
      ) : (
        <table className={classes.diff} aria-label={`From version ${from} to version ${to}`}>
          <thead>
            <tr>
              <th scope="col" style={{ width: '28%' }}>
                Field
              </th>
              <th scope="col">{`Version ${from}`}</th>
              <th scope="col">{`Version ${to}`}</th>
            </tr>
          </thead>
          <tbody>
            {found.data.changes.map(({ path, before, after }) => (
              <tr key={path}>
                <th scope="row">{fieldInWords(path)}</th>
                <td>
                  <Value path={path} value={before} gone />
                </td>
                <td>
                  <Value path={path} value={after} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

const fieldWords: Record<string, string> = {
  match: 'Which rooms',
  options: 'What goes in',
  keep_min: 'Never fewer than',
  final_snapshot: 'Last snapshot when a room closes',
  is_active: 'Active',
}

/** `cadences.daily_5.retention` → `daily_5: retention`. A cadence's name may hold a dot. */
function fieldInWords(path: string): string {
  const found = /^cadences\.(.*)\.([^.]+)$/.exec(path)
  return found === null
    ? (fieldWords[path] ?? inWords(path))
    : `${found[1]}: ${inWords(found[2] ?? '').toLowerCase()}`
}

function Value({ path, value, gone = false }: { path: string; value: unknown; gone?: boolean }) {
  const text = valueInWords(path, value)
  if (text === null) return <span className={policies.quiet}>nothing</span>
  return gone ? <del>{text}</del> : <ins>{text}</ins>
}

function valueInWords(path: string, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (path.endsWith('.schedule')) {
    const schedule = scheduleSchema.safeParse(value)
    if (schedule.success) return scheduleInWords(shown(schedule.data)).replace(/ UTC$/, '')
  }
  if (path.endsWith('.retention')) {
    const retention = retentionSchema.safeParse(value)
    if (retention.success) return retentionSentence(retention.data)
  }
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(String).join(', ')
  if (typeof value === 'number' || typeof value === 'string') return String(value)
  if (typeof value !== 'object') return null
  const parts = Object.entries(value).map(
    ([name, one]) => `${inWords(name).toLowerCase()}: ${valueInWords(name, one) ?? 'nothing'}`,
  )
  return parts.length === 0 ? null : parts.join('; ')
}

/** A schedule alone, its zone being a field of its own in the list. */
const shown = (schedule: Cadence['schedule']): Cadence =>
  cadenceSchema.parse({ name: 'shown', schedule, time_zone: 'UTC', retention: {} })
