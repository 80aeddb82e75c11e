import type { CargoUnit, Criticality } from '../../../../../src-shared/contract/enums.ts'

/** `under_review` → `Under review`. */
export function inWords(value: string): string {
  const text = value.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export const criticalityWords: Readonly<Record<Criticality, string>> = {
  high: 'High',
  med: 'Medium',
  low: 'Low',
}

export const cargoUnitWords: Readonly<Record<CargoUnit, string>> = {
  bbl: 'bbl',
  mt: 'mt',
  m3: 'm³',
}

/** `1234567.5` → `1,234,567.5`; the decimals as they are. The same in every locale. */
export function grouped(value: number | string): string {
  const [whole = '', decimals] = String(value).split('.')
  const text = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return decimals === undefined ? text : `${text}.${decimals}`
}

/** `3 files`, `1 file`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** Bytes in the largest unit of 1,000 that gives one or more, one decimal above bytes. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 999_950) return `${(bytes / 1000).toFixed(1)} kB`
  return `${grouped((bytes / 1_000_000).toFixed(1))} MB`
}

const mimeWords: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/tiff': 'TIFF',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word',
}

/** The kind of a file in a word; the MIME type itself where there is none. */
export function fileKind(mime: string): string {
  return mimeWords[mime] ?? mime
}
