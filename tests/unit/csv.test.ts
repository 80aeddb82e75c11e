import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  csvRecord,
  csvText,
  guardCell,
  quoteCell,
  readCsv,
  readSafeCell,
} from '../../src-shared/rules/csv.ts'
import injection from '../fixtures/csv-injection.json' with { type: 'json' }
import rfc4180 from '../fixtures/csv-rfc4180.json' with { type: 'json' }

const written = rfc4180.round_trip.filter(
  (one) => !('direction' in one && one.direction === 'read'),
)

describe('CSV', () => {
  it.each(written)('writes “$name” as RFC 4180 says', ({ rows, csv }) => {
    const [header = [], ...others] = rows
    expect(csvText(header, others)).toBe(csv)
  })

  it.each(rfc4180.round_trip)('reads “$name” back', ({ rows, csv }) => {
    expect(readCsv(csv)).toEqual(rows)
  })

  // papaparse quotes a cell with line breaks and doubles quotes as we do; the CRLF at the end is ours.
  it.each(
    rfc4180.papaparse_unparse.flatMap(({ rows, csv }) =>
      rows !== undefined && csv !== undefined && rows.length > 0 ? [{ rows, csv }] : [],
    ),
  )('writes $csv as papaparse does', ({ rows, csv }) => {
    const [header = [], ...others] = rows.map((row) => row.map((cell) => cell ?? ''))
    expect(csvText(header, others)).toBe(`${csv}\r\n`)
  })

  it('writes the header also when there are no rows', () => {
    expect(csvText(['id', 'room'], [])).toBe('id,room\r\n')
  })

  it('writes null as an empty cell, and numbers and booleans as they are', () => {
    expect(csvRecord([null, -5.5, true, 'text'])).toBe(',-5.5,true,text\r\n')
  })

  it('refuses a row with another number of cells than the header', () => {
    expect(() => csvText(['a', 'b'], [['1']])).toThrow(RangeError)
  })

  it('skips a byte order mark when reading, and refuses a quote that is not closed', () => {
    expect(readCsv('\ufeffa,b\r\n')).toEqual([['a', 'b']])
    expect(() => readCsv('a,"b\r\n')).toThrow(SyntaxError)
  })

  it('reads back any cells that it wrote', () => {
    const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('=1', "'", '"', ',', '\r'))
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1 })
    fc.assert(
      fc.property(rows, (cells) => {
        const read = readCsv(csvText(['a', 'b', 'c'], cells)).slice(1)
        expect(read).toEqual(cells.map((row) => row.map(guardCell)))
      }),
    )
  })
})

describe('formulas in CSV cells', () => {
  it.each(injection.cases)('$input ($why)', ({ input, changed, safe_value, cell_in_quotes }) => {
    const safe = guardCell(input)
    expect(safe).toBe(safe_value)
    expect(safe !== input).toBe(changed)
    expect(quoteCell(safe)).toBe(cell_in_quotes)
    if (changed) {
      expect(csvRecord([input, 'x'])).toBe(`${cell_in_quotes},x\r\n`)
      expect(readSafeCell(safe)).toBe(input)
    }
  })

  it.each(injection.owasp_examples)(
    'writes OWASP’s $input as one inert cell',
    ({ input, cell }) => {
      expect(csvRecord([input])).toBe(`${cell}\r\n`)
    },
  )

  it.each([...injection.dangerous_first_characters, '\n', '\0'])(
    'never lets a cell begin with %j unless it is a number',
    (first) => {
      expect(guardCell(`${first}cmd|' /C calc'!A0`).startsWith("'")).toBe(true)
    },
  )

  it('leaves numbers numbers', () => {
    for (const number of ['-5', '+5', '-1,234.56', '-1.5e-7', '0']) {
      expect(guardCell(number)).toBe(number)
    }
  })

  it('takes back exactly one quote, and only where the guard had put it', () => {
    expect(readSafeCell("'=1")).toBe('=1')
    expect(readSafeCell("''=1")).toBe("''=1")
    expect(readSafeCell("'tis")).toBe("'tis")
    expect(readSafeCell("'-5")).toBe("'-5")
  })
})
