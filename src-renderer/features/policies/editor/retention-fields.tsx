import { Collapse, NumberInput, TextInput, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { retentionSchema } from '../../../../src-shared/contract/cadences.ts'
import type { Issue } from '../../../../src-shared/contract/errors.ts'
import { retentionSentence } from '../../../../src-shared/rules/retention.ts'
import { issueOf } from '../../../ui/issues.ts'
import {
  type CadenceDraft,
  type RetentionField,
  retentionCounts,
  retentionInput,
  retentionSpans,
  type Typed,
} from './draft.ts'
import classes from './editor.module.css'

const countWords: Record<(typeof retentionCounts)[number], string> = {
  last: 'Last',
  hourly: 'Hourly',
  daily: 'Daily',
  weekly: 'Weekly',
  monthly: 'Monthly',
  yearly: 'Yearly',
}
const spanWords: Record<(typeof retentionSpans)[number], string> = {
  within: 'All within',
  within_hourly: 'Hourly within',
  within_daily: 'Daily within',
  within_weekly: 'Weekly within',
  within_monthly: 'Monthly within',
  within_yearly: 'Yearly within',
}

interface RetentionFieldsProps {
  cadence: CadenceDraft
  /** Those of this cadence, `retention` first in their paths. */
  issues: readonly Issue[]
  readOnly: boolean
  onChange(part: Partial<CadenceDraft>): void
}

/** What stays of a cadence's snapshots, and the whole rule in one sentence. */
export function RetentionFields({ cadence, issues, readOnly, onChange }: RetentionFieldsProps) {
  const { retention } = cadence
  const usesSpans = retentionSpans.some((field) => retention[field] !== '')
  const [opened, { toggle }] = useDisclosure(usesSpans)
  const set = (field: RetentionField, value: Typed) =>
    onChange({ retention: { ...retention, [field]: value } })
  const problem = (field: RetentionField) => issueOf(issues, 'retention', field)
  return (
    <fieldset className={classes.plain} aria-label="What stays">
      <div className={classes.counts}>
        {retentionCounts.map((field) => (
          <NumberInput
            key={field}
            label={countWords[field]}
            hideControls
            allowDecimal={false}
            readOnly={readOnly}
            value={retention[field]}
            error={problem(field)}
            onChange={(value) => set(field, value)}
          />
        ))}
      </div>
      <p className={classes.help}>
        How many stay of each kind; empty or 0: none by this, −1: all. What any of them keeps stays.{' '}
        <UnstyledButton className={classes.more} aria-expanded={opened} onClick={toggle}>
          {opened ? 'Without durations' : 'By duration…'}
        </UnstyledButton>
      </p>
      <Collapse expanded={opened}>
        <div className={classes.spans}>
          {retentionSpans.map((field) => (
            <TextInput
              key={field}
              label={spanWords[field]}
              placeholder="7d, 1y6m"
              readOnly={readOnly}
              value={retention[field]}
              error={problem(field)}
              onChange={(event) => set(field, event.currentTarget.value.trim())}
            />
          ))}
        </div>
        <p className={classes.help}>
          Counted back from the newest snapshot: hours h, days d, months m, years y, such as 7d or
          1y6m.
        </p>
      </Collapse>
      <p className={classes.sentence} aria-live="polite">
        {sentenceOf(retention)}
      </p>
    </fieldset>
  )
}

/** The rule in words; nothing while it is not right. */
function sentenceOf(retention: CadenceDraft['retention']): string {
  const parsed = retentionSchema.safeParse(retentionInput(retention))
  return parsed.success ? retentionSentence(parsed.data) : 'This is no rule yet: see above.'
}
