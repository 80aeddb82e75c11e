import type { RowNotes } from './report.ts'

/** A cell as SQLite gives it: its columns have no types, whatever they are declared as. */
export type Cell = string | number | bigint | Uint8Array | null

const decoder = new TextDecoder('utf-8')

/**
 * Text in a cell: trimmed, without control signs but tab and line ends. What is cleaned or cut is
 * said; bytes and numbers are read as text.
 * @param max in characters; longer text is cut
 * @returns null for nothing, and for text that holds nothing but spaces
 */
export function textOf(cell: Cell, what: string, max: number, notes: RowNotes): string | null {
  if (cell === null) return null
  const raw =
    typeof cell === 'string'
      ? cell
      : cell instanceof Uint8Array
        ? decoder.decode(cell)
        : String(cell)
  const whole = cleanText(raw)
  if (whole !== raw.trim() || whole.includes('\ufffd')) {
    notes.changed('TEXT_CLEANED', `The ${what} held control signs or broken text; it was cleaned.`)
  }
  if (typeof cell !== 'string') {
    notes.changed('TYPE_MAPPED', `The ${what} was no text; it is read as text.`)
  }
  if (whole.length <= max) return whole === '' ? null : whole
  notes.changed(
    'TEXT_CUT',
    `The ${what} had ${whole.length} characters; the first ${max} are kept.`,
  )
  return whole
    .slice(0, max)
    .toWellFormed()
    .replace(/\ufffd$/, '')
    .trimEnd()
}

/** Whole Unicode without control signs, trimmed. */
export function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control signs are what is removed
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
      .trim()
  )
}

/** An id or a reference as it stands; empty for nothing. */
export function keyOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined || cell instanceof Uint8Array) return ''
  return cleanText(String(cell)).slice(0, 200)
}

/** An e-mail address, trimmed and in lower case; null for what is none. */
export function emailOf(cell: Cell): string | null {
  const email = keyOf(cell).toLowerCase()
  return email.length <= 254 && /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]+$/.test(email)
    ? email
    : null
}

/**
 * A time of the predecessor, naive UTC such as `2025-10-30 12:34:56.123456`; a zone, a `T`, or a
 * bare date are read too. Numbers are seconds or milliseconds since 1970.
 * @returns UTC with milliseconds and `Z`; null for nothing; undefined for what is no time
 */
export function timeOf(cell: Cell): string | null | undefined {
  if (cell === null || cell === '') return null
  if (typeof cell === 'number' && cell > 0) return isoOf(cell > 1e11 ? cell : cell * 1000)
  if (typeof cell !== 'string') return undefined
  const found =
    /^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?\s*$/i.exec(
      cell,
    )
  if (found === null) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone] = found
  const at = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  const millis = Date.parse(`${at}.${fraction.padEnd(3, '0').slice(0, 3)}Z`)
  if (Number.isNaN(millis)) return undefined
  // 30 February is read as 2 March: that is no time that anybody wrote.
  if (isoOf(millis)?.slice(0, 10) !== `${year}-${month}-${day}`) return undefined
  return isoOf(millis - offsetOf(zone))
}

function offsetOf(zone: string | undefined): number {
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '')
  if (found === null) return 0
  const minutes = Number(found[2]) * 60 + Number(found[3])
  return (found[1] === '-' ? -minutes : minutes) * 60_000
}

function isoOf(millis: number): string | undefined {
  const date = new Date(millis)
  const year = date.getUTCFullYear()
  return year >= 1900 && year <= 9999 ? date.toISOString() : undefined
}

/** A time that may be lacking: what cannot be read is said and left out. */
export function optionalTime(cell: Cell, what: string, notes: RowNotes): string | null {
  const time = timeOf(cell)
  if (time !== undefined) return time
  notes.changed('BAD_TIME', `The ${what} is no time; it was left out.`)
  return null
}

/** A number that is not negative; null for nothing, undefined for what is none. */
export function amountOf(cell: Cell): number | null | undefined {
  if (cell === null || cell === '') return null
  const value = typeof cell === 'string' ? Number(cell.trim() || 'none') : Number(cell)
  return cell instanceof Uint8Array || !Number.isFinite(value) || value < 0 ? undefined : value
}

/** A number that may be lacking: what cannot be one is said and left out. */
export function optionalAmount(cell: Cell, what: string, notes: RowNotes): number | null {
  const amount = amountOf(cell)
  if (amount !== undefined) return amount
  notes.changed('BAD_NUMBER', `The ${what} is no number from 0 up; it was left out.`)
  return null
}

/** Money in a FLOAT column as a decimal string: at least two decimals, at most four. */
export function optionalMoney(
  cell: Cell,
  factor: number,
  what: string,
  notes: RowNotes,
): string | null {
  const amount = optionalAmount(cell, what, notes)
  if (amount === null) return null
  if (amount * factor < 1e15) return moneyText(amount * factor)
  notes.changed('BAD_NUMBER', `The ${what} has more than 15 digits; it was left out.`)
  return null
}

/** `1250000.5` → `1250000.50`, `0.1 + 0.2` → `0.30`, `1.2345` stays. */
export function moneyText(amount: number): string {
  return amount.toFixed(4).replace(/0{1,2}$/, '')
}

/** 0 and 1, and the words for them; undefined for what is neither, null for nothing. */
export function booleanOf(cell: Cell): boolean | null | undefined {
  const word = keyOf(cell).toLowerCase()
  if (word === '') return null
  if (['1', 'true', 'yes', 't', 'y', '1.0'].includes(word)) return true
  if (['0', 'false', 'no', 'f', 'n', '0.0'].includes(word)) return false
  return undefined
}

/** A word of an enumeration, in lower case with `_` for spaces and hyphens. */
export function wordOf(cell: Cell): string {
  return keyOf(cell)
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
}
