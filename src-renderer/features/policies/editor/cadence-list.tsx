import { Button, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { Issue } from '../../../../src-shared/contract/errors.ts'
import { AllowedIcon } from '../../../ui/allowed-icon.tsx'
import { issueOf } from '../../../ui/issues.ts'
import { type CadenceDraft, newCadence } from './draft.ts'
import classes from './editor.module.css'
import type { FieldsProps } from './facts-fields.tsx'
import { FieldSet } from './field-set.tsx'
import { RetentionFields } from './retention-fields.tsx'
import { ScheduleFields } from './schedule-fields.tsx'
import { ownZone } from './zones.ts'

interface CadenceListProps extends FieldsProps {
  /** The key of the one whose preview stands beside the form. */
  shown: string | undefined
  onShow(key: string): void
}

/** The cadences of a set: when snapshots are taken, and how long they stay. */
export function CadenceList(props: CadenceListProps) {
  const { draft, issues, readOnly, onChange, shown, onShow } = props
  const { cadences } = draft
  const add = () => {
    const cadence = newCadence(freeName(cadences), ownZone)
    onChange({ cadences: [...cadences, cadence] })
    onShow(cadence.key)
  }
  const change = (key: string, part: Partial<CadenceDraft>) => {
    onShow(key)
    onChange({ cadences: cadences.map((one) => (one.key === key ? { ...one, ...part } : one)) })
  }
  const problem = issueOf(issues, 'cadences')
  return (
    <FieldSet
      title="Cadences"
      help="Each has its own schedule and keeps its own snapshots; none counts those of another."
    >
      {cadences.map((cadence, at) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: it only follows the focus of its fields
        <div
          key={cadence.key}
          className={classes.cadence}
          data-shown={cadence.key === shown}
          onFocus={() => onShow(cadence.key)}
        >
          <div className={classes.head}>
            <TextInput
              label="Cadence"
              maxLength={60}
              style={{ flex: 1 }}
              readOnly={readOnly}
              value={cadence.name}
              error={issueOf(issues, 'cadences', at, 'name')}
              onChange={(event) => change(cadence.key, { name: event.currentTarget.value })}
            />
            <AllowedIcon
              icon={IconTrash}
              label={`Remove the cadence ${cadence.name}`}
              allowed={mayRemove(readOnly, cadences.length)}
              onClick={() => onChange({ cadences: cadences.filter((one) => one !== cadence) })}
            />
          </div>
          <ScheduleFields
            cadence={cadence}
            issues={issuesOf(issues, at)}
            readOnly={readOnly}
            onChange={(part) => change(cadence.key, part)}
          />
          <RetentionFields
            cadence={cadence}
            issues={issuesOf(issues, at)}
            readOnly={readOnly}
            onChange={(part) => change(cadence.key, part)}
          />
        </div>
      ))}
      {problem !== undefined && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      {!readOnly && cadences.length < 20 && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
          onClick={add}
        >
          Add a cadence
        </Button>
      )}
    </FieldSet>
  )
}

/** The issues of one cadence, their paths from it on. */
const issuesOf = (issues: readonly Issue[], at: number): Issue[] =>
  issues.flatMap(({ path, message }) =>
    path[0] === 'cadences' && path[1] === at ? [{ path: path.slice(2), message }] : [],
  )

function mayRemove(readOnly: boolean, count: number): { allowed: boolean; reason: string } {
  if (readOnly) return { allowed: false, reason: 'You may look at this set, and not change it.' }
  return { allowed: count > 1, reason: 'A set has at least one cadence.' }
}

function freeName(cadences: readonly CadenceDraft[]): string {
  const taken = new Set(cadences.map(({ name }) => name))
  for (const name of ['daily', 'weekly', 'monthly', 'hourly']) {
    if (!taken.has(name)) return name
  }
  return `cadence ${cadences.length + 1}`
}
