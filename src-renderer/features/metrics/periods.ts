import dayjs, { type Dayjs } from 'dayjs'

export const periods = ['1h', '6h', '24h', '7d', '30d'] as const
export type Period = (typeof periods)[number]

interface PeriodSpec {
  hours: number
  label: string
  /** The time of a bar: so that there are never more than can be told apart. */
  bar: { unit: 'minute' | 'hour' | 'day'; size: number }
  /** The time between two marks of an axis. */
  tick: { unit: 'minute' | 'hour' | 'day'; size: number; format: string }
}

export const periodSpecs: Record<Period, PeriodSpec> = {
  '1h': {
    hours: 1,
    label: '1 h',
    bar: { unit: 'minute', size: 2 },
    tick: { unit: 'minute', size: 15, format: 'HH:mm' },
  },
  '6h': {
    hours: 6,
    label: '6 h',
    bar: { unit: 'minute', size: 10 },
    tick: { unit: 'hour', size: 1, format: 'HH:mm' },
  },
  '24h': {
    hours: 24,
    label: '24 h',
    bar: { unit: 'hour', size: 1 },
    tick: { unit: 'hour', size: 4, format: 'HH:mm' },
  },
  '7d': {
    hours: 168,
    label: '7 d',
    bar: { unit: 'hour', size: 6 },
    tick: { unit: 'day', size: 1, format: 'D MMM' },
  },
  '30d': {
    hours: 720,
    label: '30 d',
    bar: { unit: 'day', size: 1 },
    tick: { unit: 'day', size: 5, format: 'D MMM' },
  },
}

type Step = { unit: 'minute' | 'hour' | 'day'; size: number }

/** The newest whole step of the reader’s clock that is not after this time. */
function floorOf(at: Dayjs, { unit, size }: Step): Dayjs {
  const start = at.startOf(unit)
  if (unit === 'day') return start
  return start.subtract(start.get(unit) % size, unit)
}

/** Every start of a step from the one that `from` lies in, up to and with `to`. */
export function stepsIn(from: string, to: string, step: Step): Dayjs[] {
  const starts: Dayjs[] = []
  const end = dayjs(to)
  for (let at = floorOf(dayjs(from), step); !at.isAfter(end); at = at.add(step.size, step.unit)) {
    starts.push(at)
  }
  return starts
}

/** What was counted, in bars of the period; a bar in which nothing was is there, and empty. */
export function barsOf<Counts extends { at: string }>(
  counts: readonly Counts[],
  report: { from: string; to: string },
  step: Step,
): { start: Dayjs; counts: Counts[] }[] {
  const bars = stepsIn(report.from, report.to, step).map((start) => ({
    start,
    counts: [] as Counts[],
  }))
  let at = 0
  for (const one of counts) {
    const time = dayjs(one.at)
    for (;;) {
      const next = bars[at + 1]
      if (next === undefined || time.isBefore(next.start)) break
      at += 1
    }
    bars[at]?.counts.push(one)
  }
  return bars
}

/** The marks of an axis, on whole steps of the reader’s clock. */
export function ticksOf(report: { from: string; to: string }, period: Period) {
  const { tick } = periodSpecs[period]
  return stepsIn(report.from, report.to, tick)
    .filter((at) => !at.isBefore(dayjs(report.from)))
    .map((at) => ({ at: at.valueOf(), text: at.format(tick.format) }))
}

/** `25 Nov 2026, 14:05`; of hours and days their beginning. */
export function timeInWords(at: number): string {
  return dayjs(at).format('D MMM YYYY, HH:mm')
}
