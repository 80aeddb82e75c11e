import type { Cadence } from '../../../src-shared/contract/cadences.ts'
import type { ScheduleEvent, Weekday } from '../../../src-shared/contract/enums.ts'
import type { PolicySet } from '../../../src-shared/contract/policy-sets.ts'

export const weekdayWords: Record<Weekday, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

export const eventWords: Record<ScheduleEvent, string> = {
  room_status_changed: 'The room changes its status',
  all_approved: 'Everything is approved',
  before_eta: 'Some time before the ETA',
}

/** `Daily at 02:00, Europe/Athens`; an event has no clock, and UTC is the usual one. */
export function scheduleInWords({ schedule, time_zone }: Cadence): string {
  switch (schedule.kind) {
    case 'hourly':
      return 'Every hour'
    case 'daily':
      return `Daily at ${schedule.at} ${time_zone}`
    case 'weekly':
      return `${listed(schedule.days.map((day) => weekdayWords[day]))} at ${schedule.at} ${time_zone}`
    case 'monthly':
      return `${schedule.day === 31 ? 'Last day of the month' : `Day ${schedule.day} of the month`} at ${schedule.at} ${time_zone}`
    case 'cron':
      return `Cron ${schedule.expression} ${time_zone}`
    case 'event':
      return schedule.event === 'before_eta'
        ? `${durationInWords(schedule.before ?? '')} before the ETA`
        : `When ${eventWords[schedule.event].toLowerCase()}`
  }
}

/** `PT24H` → `24 h`, `P2DT6H` → `2 d 6 h`; what is no duration stays as it is. */
export function durationInWords(iso: string): string {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(iso)
  if (found === null) return iso
  const units = ['d', 'h', 'min'] as const
  const parts = units.flatMap((unit, at) =>
    found[at + 1] === undefined ? [] : [`${found[at + 1]} ${unit}`],
  )
  return parts.length === 0 ? iso : parts.join(' ')
}

/** `Everything`, `Terminal Skaw STS area`. */
export function scopeInWords({ scope, scope_name }: Pick<PolicySet, 'scope' | 'scope_name'>) {
  if (scope === 'global') return 'Everything'
  return scope_name ?? `An ${scope} that is gone`
}

export const scopeWords = {
  global: 'Everything',
  organization: 'Organization',
  terminal: 'Terminal',
} as const

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}
