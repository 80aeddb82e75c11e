import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ChangedField, SectionComparison } from '../../../../src-shared/contract/comparison.ts'
import { ToneBadge } from '../../../ui/status-badge.tsx'
import { grouped } from '../../../ui/words.ts'
import {
  type ChangeKind,
  changeKinds,
  countsInWords,
  countsOf,
  fieldInWords,
  sectionWords,
  valueInWords,
} from './change-words.ts'
import classes from './compare.module.css'

/** What the two sides and the three kinds of change are called. */
export interface ChangeWords {
  sides: readonly [string, string]
  kinds: Record<ChangeKind, string>
  /** After a number of them; as in a comparison where it is not given. */
  counts?: Record<ChangeKind, string>
  /** In the cell of the side where a thing is, and where it is not. */
  there: string
  absent: string
}

export const comparedWords: ChangeWords = {
  sides: ['First', 'Second'],
  kinds: { added: 'Added', removed: 'Removed', changed: 'Changed' },
  there: 'There',
  absent: 'Not there',
}

const tones = { added: 'green', removed: 'red', changed: 'amber' } as const

/** One thing that differs, with a line for each field of it that does. */
interface Line {
  key: string
  kind: ChangeKind
  label: string
  /** Empty for what is there on one side only. */
  fields: readonly ChangedField[]
}

/** How many things a section shows at first; more are asked for. */
const atFirst = 100

/** What differs in one section, side by side. */
export function SectionChanges(props: {
  section: SectionComparison
  kinds?: readonly ChangeKind[]
  words?: ChangeWords
  /** Of the heading. */
  level?: 2 | 4
}) {
  const { section, kinds = changeKinds, words = comparedWords, level = 2 } = props
  const [all, setAll] = useState(false)
  const lines = linesOf(section).filter(({ kind }) => kinds.includes(kind))
  const shown = all ? lines : lines.slice(0, atFirst)
  const name = sectionWords[section.section]
  const Heading = level === 2 ? 'h2' : 'h4'
  return (
    <section className={classes.section} id={`section-${section.section}`} aria-label={name}>
      <Heading className={classes.heading}>
        {name} <span>{countsInWords(countsOf([section]), words.counts)}</span>
      </Heading>
      <table className={classes.table} aria-label={`What differs: ${name}`}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Field</th>
            <th scope="col">{words.sides[0]}</th>
            <th scope="col">{words.sides[1]}</th>
          </tr>
        </thead>
        {shown.map((line) => (
          <tbody key={line.key}>
            <Rows line={line} words={words} />
          </tbody>
        ))}
      </table>
      {shown.length < lines.length && (
        <Button variant="subtle" size="xs" mt={8} onClick={() => setAll(true)}>
          {`Show all ${grouped(String(lines.length))}`}
        </Button>
      )}
    </section>
  )
}

function Rows({ line, words }: { line: Line; words: ChangeWords }) {
  const { kind, label, fields } = line
  const badge = <ToneBadge tone={tones[kind]} word={words.kinds[kind]} />
  if (fields.length === 0) {
    const [first, second] =
      kind === 'added' ? [words.absent, words.there] : [words.there, words.absent]
    return (
      <tr>
        <What label={label} badge={badge} rows={1} />
        <td className={classes.quiet}>–</td>
        <td className={kind === 'added' ? classes.quiet : undefined}>{first}</td>
        <td className={kind === 'added' ? undefined : classes.quiet}>{second}</td>
      </tr>
    )
  }
  return fields.map((field, index) => (
    <tr key={field.path}>
      {index === 0 && <What label={label} badge={badge} rows={fields.length} />}
      <td>{fieldInWords(field)}</td>
      <td className={classes.before}>
        <Value field={field.field} value={field.before} />
      </td>
      <td className={classes.after}>
        <Value field={field.field} value={field.after} />
      </td>
    </tr>
  ))
}

function What(props: { label: string; badge: React.ReactNode; rows: number }) {
  return (
    <th scope="rowgroup" rowSpan={props.rows} className={classes.what}>
      <span className={classes.label}>{props.label}</span>
      {props.badge}
    </th>
  )
}

function Value({ field, value }: { field: string; value: ChangedField['before'] }) {
  const said = valueInWords(field, value)
  if (said === null) return <span className={classes.quiet}>Nothing</span>
  return <span title={said.exact}>{said.words}</span>
}

/** Added, removed, then changed; what is changed in several fields is one thing. */
function linesOf({ added, removed, changed }: SectionComparison): Line[] {
  const things = new Map<string, { label: string; fields: ChangedField[] }>()
  for (const field of changed) {
    const key = field.path.slice(0, field.path.lastIndexOf('/'))
    const thing = things.get(key) ?? { label: field.label, fields: [] }
    thing.fields.push(field)
    things.set(key, thing)
  }
  const alone = (kind: ChangeKind) => (item: { path: string; label: string }) => ({
    ...{ key: `${kind} ${item.path}`, kind, label: item.label },
    fields: [],
  })
  return [
    ...added.map(alone('added')),
    ...removed.map(alone('removed')),
    ...[...things].map(([key, thing]) => ({ key, kind: 'changed' as const, ...thing })),
  ]
}
