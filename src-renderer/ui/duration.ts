/** `0.4 ms`, `12 ms`, `1.2 s`, `2 min 5 s`, `3 h 10 min`: the two parts that matter. */
export function durationInWords(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${Number((ms / 1000).toFixed(1))} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return twoParts(minutes, 'min', seconds % 60, 's')
  return twoParts(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
}

const twoParts = (large: number, unit: string, small: number, less: string): string =>
  small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${less}`
