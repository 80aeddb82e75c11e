import { cpus, totalmem } from 'node:os'

/** How a row of times (or of anything that is counted) is spread. */
export interface Spread {
  count: number
  p50: number
  p95: number
  p99: number
  max: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}

/** Milliseconds that the work took. */
export async function timeOf(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/**
 * Times ours and its peer in the same rounds, so that a busy moment of the machine hits both; the
 * first rounds warm up and do not count.
 */
export async function interleaved(
  rounds: number,
  ours: (round: number) => unknown,
  peer: (round: number) => unknown,
  warmUp = Math.ceil(rounds / 10),
): Promise<{ ours: Spread; peer: Spread }> {
  const times = { ours: [] as number[], peer: [] as number[] }
  for (let round = -warmUp; round < rounds; round += 1) {
    const ourTime = await timeOf(() => ours(round))
    const peerTime = await timeOf(() => peer(round))
    if (round < 0) continue
    times.ours.push(ourTime)
    times.peer.push(peerTime)
  }
  return { ours: spreadOf(times.ours), peer: spreadOf(times.peer) }
}

/** The first lines of every bench: what machine this is. */
export function printMachine(): void {
  const [processor] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  console.log(
    `node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${processor?.model.trim() ?? 'unknown'}, ${memory} GB\n`,
  )
  console.log('figure | measured | beside it | goal | ok')
}

/** One figure. A goal that is missed is said, never thrown: time is no test on a shared machine. */
export function print(line: {
  figure: string
  measured: string
  peer?: string
  goal?: string
  /** Left out where there is no goal. */
  ok?: boolean
}): void {
  const verdict = line.ok === undefined ? '–' : line.ok ? 'ok' : 'MISSED'
  console.log([line.figure, line.measured, line.peer ?? '–', line.goal ?? '–', verdict].join(' | '))
}

/** Milliseconds as people read them: `0.172 ms`, `12.4 ms`. */
export const ms = (time: number): string => `${time.toFixed(time < 10 ? 3 : 1)} ms`

export const spreadText = ({ p50, p99 }: Spread): string => `p50 ${ms(p50)}, p99 ${ms(p99)}`

export const times = (ratio: number): string => `${ratio.toFixed(2)} ×`

export const perSecond = (count: number, millis: number): number =>
  Math.round((count / millis) * 1000)
