export const timeUnits = ['minutes', 'hours', 'days'] as const
export type TimeUnit = (typeof timeUnits)[number]

const minutesIn: Record<TimeUnit, number> = { minutes: 1, hours: 60, days: 1440 }

/** `PT36H` → 36 hours, `P2D` → 2 days: in the largest unit that has no rest, a day being 24 hours. */
export function amountOf(iso: string): { before: number; before_unit: TimeUnit } {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(iso)
  const [days, hours, minutes] = [1, 2, 3].map((at) => Number(found?.[at] ?? 0))
  const total = (days ?? 0) * 1440 + (hours ?? 0) * 60 + (minutes ?? 0)
  const before_unit = total % 60 !== 0 ? 'minutes' : total % 1440 !== 0 ? 'hours' : 'days'
  return { before: total / minutesIn[before_unit], before_unit }
}

/** The other way round; what is no number gives what the contract refuses. */
export function isoOf(amount: string | number, unit: TimeUnit): string {
  if (typeof amount !== 'number') return String(amount)
  return { minutes: `PT${amount}M`, hours: `PT${amount}H`, days: `P${amount}D` }[unit]
}
