const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** `812 B`, `4.2 kB`, `31 MB`: powers of 1000, at most one decimal. */
export function bytesInWords(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit === 0 || value >= 10 ? 0 : 1
  return `${value.toFixed(digits)} ${units[unit] ?? 'TB'}`
}

/** A size of a file, exact on hover. */
export function BytesText({ bytes }: { bytes: number }) {
  return (
    <span title={`${bytes.toLocaleString('en')} bytes`} style={{ whiteSpace: 'nowrap' }}>
      {bytesInWords(bytes)}
    </span>
  )
}
