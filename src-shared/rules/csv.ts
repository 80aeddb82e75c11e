import Papa from 'papaparse'

/** What a CSV cell may hold; null is an empty cell. */
export type CsvValue = string | number | boolean | null

// Spreadsheets read a cell that starts with one of these as a formula (OWASP, CSV injection; NUL
// from ASVS 1.2.10, LF because it is skipped like CR).
const dangerousStart = /^[=+\-@\t\r\n\0]/
const plainNumber = /^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const needsQuotes = /[",\r\n\ufeff]/

const isFormula = (text: string): boolean => dangerousStart.test(text) && !plainNumber.test(text)

/** Makes a cell inert that a spreadsheet would run: one single quote in front, unless it is a number. */
export function guardCell(text: string): string {
  return isFormula(text) ? `'${text}` : text
}

/**
 * Takes back what `guardCell` put in front. Text that itself began with a quote and a formula can't
 * be told apart; the JSON artefact is the lossless one.
 */
export function readSafeCell(cell: string): string {
  return cell.startsWith("'") && isFormula(cell.slice(1)) ? cell.slice(1) : cell
}

/** Encloses a cell in double quotes and doubles those inside (RFC 4180, section 2, rules 5 to 7). */
export function quoteCell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

function csvCell(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  // A guarded cell is always quoted, as OWASP asks: `'` outside quotes is lost by some readers.
  if (isFormula(value)) return quoteCell(`'${value}`)
  return needsQuotes.test(value) ? quoteCell(value) : value
}

/** One record with its CRLF. Spaces belong to the field; only what must be quoted is. */
export function csvRecord(values: readonly CsvValue[]): string {
  return `${values.map(csvCell).join(',')}\r\n`
}

/**
 * A whole CSV file, RFC 4180: the header first, also when there are no rows; CRLF after every
 * record, the last one too. No byte order mark.
 *
 * @throws RangeError when a row has another number of cells than the header
 */
export function csvText(header: readonly string[], rows: Iterable<readonly CsvValue[]>): string {
  let text = csvRecord(header)
  for (const row of rows) {
    if (row.length !== header.length) {
      throw new RangeError(`A row has ${row.length} cells, the header has ${header.length}`)
    }
    text += csvRecord(row)
  }
  return text
}

/**
 * Reads CSV into records of cells as they stand in the file (guards still on; see `readSafeCell`).
 * A byte order mark in front is skipped.
 *
 * @throws SyntaxError when a quote is not closed or stands where none may be
 */
export function readCsv(text: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), { delimiter: ',' })
  const error = errors.find((candidate) => candidate.type === 'Quotes')
  if (error) throw new SyntaxError(`Record ${(error.row ?? 0) + 1}: ${error.message}`)
  const last = data.at(-1)
  return last?.length === 1 && last[0] === '' ? data.slice(0, -1) : data
}
