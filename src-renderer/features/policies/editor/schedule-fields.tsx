import { Checkbox, Group, NumberInput, Select, TextInput } from '@mantine/core'
import { scheduleEvents, weekdays } from '../../../../src-shared/contract/enums.ts'
import type { Issue } from '../../../../src-shared/contract/errors.ts'
import { issueOf } from '../../../ui/issues.ts'
import { eventWords, weekdayWords } from '../words.ts'
import { timeUnits } from './amounts.ts'
import type { CadenceDraft, ScheduleDraft } from './draft.ts'
import { knownZones } from './zones.ts'

const kindWords: Record<ScheduleDraft['kind'], string> = {
  hourly: 'Every hour',
  daily: 'Daily',
  weekly: 'Weekly',
  monthly: 'Monthly',
  cron: 'Cron line',
  event: 'On an event',
}
const kinds = ['hourly', 'daily', 'weekly', 'monthly', 'cron', 'event'] as const
/** As calendars have them; the contract begins with Sunday. */
const weekFromMonday = [...weekdays.slice(1), ...weekdays.slice(0, 1)]

interface ScheduleFieldsProps {
  cadence: CadenceDraft
  /** Those of this cadence, `schedule` and `time_zone` first in their paths. */
  issues: readonly Issue[]
  readOnly: boolean
  onChange(part: Partial<CadenceDraft>): void
}

/** When a cadence is due, and by whose clocks. */
export function ScheduleFields({ cadence, issues, readOnly, onChange }: ScheduleFieldsProps) {
  const { schedule } = cadence
  const { kind } = schedule
  const set = (part: Partial<ScheduleDraft>) => onChange({ schedule: { ...schedule, ...part } })
  const problem = (field: string) => issueOf(issues, 'schedule', field)
  return (
    <>
      <Group align="flex-start" gap="sm">
        <Select
          label="When"
          w={152}
          allowDeselect={false}
          disabled={readOnly}
          data={kinds.map((value) => ({ value, label: kindWords[value] }))}
          value={kind}
          onChange={(value) => set({ kind: kinds.find((one) => one === value) ?? kind })}
        />
        {kind === 'monthly' && (
          <NumberInput
            label="Day"
            w={84}
            allowDecimal={false}
            readOnly={readOnly}
            value={schedule.day}
            error={problem('day')}
            onChange={(day) => set({ day })}
          />
        )}
        {(kind === 'daily' || kind === 'weekly' || kind === 'monthly') && (
          <TextInput
            label="At"
            placeholder="02:00"
            w={96}
            readOnly={readOnly}
            value={schedule.at}
            error={problem('at')}
            onChange={(event) => set({ at: event.currentTarget.value })}
          />
        )}
        {kind === 'cron' && (
          <TextInput
            label="Minute, hour, day, month, weekday"
            w={256}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            readOnly={readOnly}
            value={schedule.expression}
            error={problem('expression')}
            onChange={(event) => set({ expression: event.currentTarget.value })}
          />
        )}
        {kind === 'event' && (
          <Select
            label="Event"
            w={256}
            allowDeselect={false}
            disabled={readOnly}
            data={scheduleEvents.map((value) => ({ value, label: eventWords[value] }))}
            value={schedule.event}
            onChange={(value) =>
              set({ event: scheduleEvents.find((one) => one === value) ?? schedule.event })
            }
          />
        )}
        {kind !== 'event' && kind !== 'hourly' && (
          <Select
            label="Zone"
            style={{ flex: 1, minWidth: 168 }}
            searchable
            limit={60}
            allowDeselect={false}
            disabled={readOnly}
            nothingFoundMessage="No zone of that name"
            data={
              knownZones.includes(cadence.time_zone)
                ? knownZones
                : [cadence.time_zone, ...knownZones]
            }
            value={cadence.time_zone}
            error={issueOf(issues, 'time_zone')}
            onChange={(zone) => onChange({ time_zone: zone ?? cadence.time_zone })}
          />
        )}
      </Group>
      {kind === 'monthly' && schedule.day === 31 && (
        <Help text="Day 31 is the last day of each month." />
      )}
      {kind === 'event' && schedule.event === 'before_eta' && (
        <Group align="flex-start" gap="sm">
          <NumberInput
            label="Before the ETA"
            w={120}
            min={0}
            allowDecimal={false}
            readOnly={readOnly}
            value={schedule.before}
            error={problem('before')}
            onChange={(before) => set({ before })}
          />
          <Select
            aria-label="Unit"
            w={112}
            mt={25}
            allowDeselect={false}
            disabled={readOnly}
            data={timeUnits}
            value={schedule.before_unit}
            onChange={(value) =>
              set({ before_unit: timeUnits.find((one) => one === value) ?? 'hours' })
            }
          />
        </Group>
      )}
      {kind === 'weekly' && (
        <Checkbox.Group
          label="Days"
          value={schedule.days}
          error={problem('days')}
          onChange={(chosen) => set({ days: weekdays.filter((day) => chosen.includes(day)) })}
        >
          <Group gap="md" mt={6}>
            {weekFromMonday.map((day) => (
              <Checkbox
                key={day}
                value={day}
                disabled={readOnly}
                label={weekdayWords[day].slice(0, 3)}
                aria-label={weekdayWords[day]}
              />
            ))}
          </Group>
        </Checkbox.Group>
      )}
    </>
  )
}

function Help({ text }: { text: string }) {
  return <p style={{ color: 'var(--sts-quiet)', fontSize: 12, margin: 0 }}>{text}</p>
}
