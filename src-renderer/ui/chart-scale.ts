/** The colours of charts: `alarm` is for what went wrong, `quiet` for what does not count. */
export type ChartTone = 'main' | 'second' | 'third' | 'alarm' | 'quiet'

/** The next 1, 2, 3, 4, 5, 6 or 8 times a power of ten, at least 2: a top whose half is whole. */
export function niceTop(value: number): number {
  if (value <= 2) return 2
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= value) ?? 10
  const top = step * power
  return top % 2 === 0 ? top : top + 1
}

/**
 * Where labels stand that would lie on each other: each as near as can be to where it belongs.
 * @param wanted tops, in any order
 * @param apart  the least distance of two
 * @param room   the height in which all must stand
 */
export function spread(wanted: readonly number[], apart: number, room: number): number[] {
  const order = wanted.map((top, at) => ({ top, at })).sort((one, other) => one.top - other.top)
  let free = 0
  for (const label of order) {
    label.top = Math.max(label.top, free)
    free = label.top + apart
  }
  let ceiling = room - apart
  for (const label of order.toReversed()) {
    label.top = Math.min(label.top, ceiling)
    ceiling = label.top - apart
  }
  return order.sort((one, other) => one.at - other.at).map(({ top }) => top)
}

/** The points of a line in pieces: where a step is missing between two of them, the line breaks. */
export function pieces<Point extends { at: number }>(
  points: readonly Point[],
  step: number,
): Point[][] {
  const all: Point[][] = []
  let last: Point | undefined
  for (const point of points) {
    // Half a step more: a minute that was counted late is no gap.
    if (last === undefined || point.at - last.at > step * 1.5) all.push([point])
    else all.at(-1)?.push(point)
    last = point
  }
  return all
}
