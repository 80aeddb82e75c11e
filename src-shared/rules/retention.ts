import { type Duration, durationText, parseDuration, subtractFrom } from './duration.ts'
import { isoWeekOf, wallAt } from './zoned-time.ts'

/** How many of each kind stay; -1 is all. What is left out counts as 0. */
export interface RetentionRule {
  last?: number | undefined
  hourly?: number | undefined
  daily?: number | undefined
  weekly?: number | undefined
  monthly?: number | undefined
  yearly?: number | undefined
  /** Durations before the newest snapshot: `7d`, `1y2m3d4h`. */
  within?: string | undefined
  within_hourly?: string | undefined
  within_daily?: string | undefined
  within_weekly?: string | undefined
  within_monthly?: string | undefined
  within_yearly?: string | undefined
}

export interface RetentionInput {
  id: string
  /** ISO-8601 with its zone. */
  time: string
  /** Stays whatever the rule says, and takes none of its counts. */
  hold?: boolean | undefined
  /** Taken by hand: the same. */
  manual?: boolean | undefined
}

export interface RetentionResult {
  kept: { id: string; reasons: string[] }[]
  removed: { id: string; reason: string }[]
}

type Unit = 'last' | 'hourly' | 'daily' | 'weekly' | 'monthly' | 'yearly'

const units: readonly { unit: Unit; noun: string; plural: string }[] = [
  { unit: 'last', noun: 'snapshot', plural: 'snapshots' },
  { unit: 'hourly', noun: 'hour', plural: 'hours' },
  { unit: 'daily', noun: 'day', plural: 'days' },
  { unit: 'weekly', noun: 'week', plural: 'weeks' },
  { unit: 'monthly', noun: 'month', plural: 'months' },
  { unit: 'yearly', noun: 'year', plural: 'years' },
]

/**
 * Which snapshots of one (room, policy set, cadence) stay, and why.
 *
 * Semantics of `restic forget`, to the letter: rules are ORed, only periods that hold a snapshot
 * count, the oldest snapshot is kept besides while a rule has counts left, `within` counts from the
 * newest snapshot that is not in the future. Beyond restic: a rule that keeps nothing keeps
 * everything, and what is held or was taken by hand stays without being counted.
 * @param snapshots any order; of equal times the one that comes first counts as newer
 * @param zone IANA zone whose calendar decides hours, days, ISO weeks, months, years
 * @param now epoch ms
 * @returns newest first; every kept one with at least one reason, every removed one with its reason
 */
export function applyRetention(
  snapshots: readonly RetentionInput[],
  rule: RetentionRule,
  zone: string,
  now: number,
): RetentionResult {
  const newestFirst = snapshots
    .map((snapshot) => ({ ...snapshot, at: Date.parse(snapshot.time) }))
    .sort((a, b) => b.at - a.at)
  const counted = newestFirst.filter(({ hold, manual }) => hold !== true && manual !== true)
  const newest = counted.find(({ at }) => at < now)?.at ?? Number.NEGATIVE_INFINITY
  const parts = isEmptyRule(rule) ? [] : partsOf(rule, newest, zone)
  const oldest = counted.at(-1)

  const result: RetentionResult = { kept: [], removed: [] }
  let position = -1
  for (const snapshot of newestFirst) {
    const { id, at, hold, manual } = snapshot
    if (hold === true || manual === true) {
      result.kept.push({ id, reasons: [hold === true ? 'held' : 'taken by hand'] })
      continue
    }
    position++
    if (parts.length === 0) {
      result.kept.push({ id, reasons: ['the rule is empty: everything is kept'] })
      continue
    }
    const wall = wallAt(at, zone)
    const moment = { at, wall, position, isOldest: snapshot === oldest }
    const reasons = parts.flatMap((part) => part.keeps(moment) ?? [])
    if (reasons.length > 0) result.kept.push({ id, reasons })
    else result.removed.push({ id, reason: parts.map((part) => part.whyNot(moment)).join('; ') })
  }
  return result
}

/** Does a rule keep nothing? Then it keeps everything: zero never deletes. */
export function isEmptyRule(rule: RetentionRule): boolean {
  return (
    units.every(({ unit }) => (rule[unit] ?? 0) === 0) &&
    [rule.within, ...units.slice(1).map(({ unit }) => rule[withinOf(unit)])].every(
      (text) => text === undefined || isZero(durationOf(text)),
    )
  )
}

/** What a rule does, in one sentence for the form. */
export function retentionSentence(rule: RetentionRule): string {
  if (isEmptyRule(rule)) return 'Keeps everything.'
  const counts = units.flatMap(({ unit, noun, plural }) => {
    const count = rule[unit] ?? 0
    if (count === 0) return []
    if (unit === 'last')
      return [count === -1 ? 'every snapshot' : `the last ${counted(count, noun, plural)}`]
    const newest = 'the newest snapshot of each of'
    if (count === -1) return [`the newest snapshot of every ${noun}`]
    return [
      count === 1
        ? `the newest snapshot of the last ${noun} that has one`
        : `${newest} the last ${count} ${plural} that have one`,
    ]
  })
  const spans = [
    ...spanOf(rule.within, (span) => `everything of the ${span} before the newest one`),
    ...units
      .slice(1)
      .flatMap(({ unit, noun }) =>
        spanOf(
          rule[withinOf(unit)],
          (span) => `the newest snapshot of every ${noun} of the ${span} before the newest one`,
        ),
      ),
  ]
  return `Keeps ${[...counts, ...spans].join(', and ')}.`
}

const spanOf = (text: string | undefined, sentence: (span: string) => string): string[] => {
  const span = durationOf(text ?? '0h')
  return isZero(span) ? [] : [sentence(durationText(span))]
}

const counted = (count: number, noun: string, plural: string) =>
  count === 1 ? noun : `${count} ${plural}`

interface Moment {
  at: number
  wall: number
  position: number
  isOldest: boolean
}

/** One part of a rule, walked from the newest snapshot to the oldest. */
interface Part {
  keeps(moment: Moment): string | undefined
  /** In words, for one that no part keeps. */
  whyNot(moment: Moment): string
}

function partsOf(rule: RetentionRule, newest: number, zone: string): Part[] {
  const parts: Part[] = []
  const cutoffOf = (text: string | undefined) => {
    const span = durationOf(text ?? '0h')
    return isZero(span)
      ? undefined
      : { text: durationText(span), at: subtractFrom(newest, span, zone) }
  }
  const all = cutoffOf(rule.within)
  if (all !== undefined) {
    parts.push({
      keeps: ({ at }) => (at > all.at ? `within ${all.text}` : undefined),
      whyNot: () => `older than the ${all.text} before the newest one`,
    })
  }
  for (const { unit, noun, plural } of units) {
    const count = rule[unit] ?? 0
    if (count === 0) continue
    const bucket = bucketPart(unit, noun, `${unit} snapshot`)
    let left = count
    parts.push({
      keeps: (moment) => {
        if (left === 0) return undefined
        const reason = bucket.keeps(moment)
        if (reason !== undefined && left > 0) left--
        return reason
      },
      whyNot: (moment) =>
        left === 0
          ? unit === 'last'
            ? `not one of the last ${count}`
            : `the last ${counted(count, noun, plural)} with a snapshot ${count === 1 ? 'is' : 'are'} newer`
          : bucket.whyNot(moment),
    })
  }
  for (const { unit, noun } of units.slice(1)) {
    const cutoff = cutoffOf(rule[withinOf(unit)])
    if (cutoff === undefined) continue
    const bucket = bucketPart(unit, noun, `${unit} within ${cutoff.text}`)
    parts.push({
      keeps: (moment) => (moment.at > cutoff.at ? bucket.keeps(moment) : undefined),
      whyNot: (moment) =>
        moment.at > cutoff.at
          ? bucket.whyNot(moment)
          : `older than the ${cutoff.text} before the newest one`,
    })
  }
  return parts
}

/** Keeps the first snapshot of each period that it meets, and the oldest of all. */
function bucketPart(unit: Unit, noun: string, reason: string): Part {
  let last: string | undefined
  return {
    keeps: (moment) => {
      const period = periodOf(unit, moment)
      const isNew = period !== last
      if (!isNew && !moment.isOldest) return undefined
      last = period
      return isNew ? reason : `oldest ${reason}`
    },
    whyNot: (moment) => `the ${noun} ${periodOf(unit, moment)} has a newer one`,
  }
}

/** The period that a snapshot falls into, in words that sort and can be shown. */
function periodOf(unit: Unit, { wall, position }: Moment): string {
  if (unit === 'last') return String(position)
  if (unit === 'weekly') {
    const { year, week } = isoWeekOf(wall)
    return `${year}-W${String(week).padStart(2, '0')}`
  }
  const text = new Date(wall).toISOString()
  // Years beyond 9999 have six digits and a sign; only imported nonsense is that far away.
  const year = text.indexOf('-', 1)
  const length = { hourly: 9, daily: 6, monthly: 3, yearly: 0 }[unit]
  return text.slice(0, year + length).replace('T', ' ') + (unit === 'hourly' ? ':00' : '')
}

const withinOf = (unit: Unit) => (unit === 'last' ? 'within' : (`within_${unit}` as const))

const isZero = ({ years, months, days, hours }: Duration) =>
  years === 0 && months === 0 && days === 0 && hours === 0

/** @throws RangeError for what the contract would have refused */
function durationOf(text: string): Duration {
  const parsed = parseDuration(text)
  if ('problem' in parsed) throw new RangeError(parsed.problem)
  return parsed
}
