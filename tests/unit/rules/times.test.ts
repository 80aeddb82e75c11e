import { expect, test } from 'vitest'
import { dateText, fileStamp, utcText } from '../../../src-shared/rules/times.ts'

test('a time is told in words, in UTC, with the zone named', () => {
  expect(utcText('2026-11-20T14:05:00.000Z')).toBe('20 Nov 2026, 14:05 UTC')
  expect(utcText('2026-01-02T00:00:59.999Z')).toBe('2 Jan 2026, 00:00 UTC')
})

test('a date is told in words, in every month', () => {
  const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
  for (const [index, month] of months.entries()) {
    const text = `2026-${String(index + 1).padStart(2, '0')}-09`
    expect(dateText(text)).toBe(`9 ${month} 2026`)
  }
})

test('words do not change with the zone of the machine', () => {
  const zone = process.env['TZ']
  try {
    for (const other of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
      process.env['TZ'] = other
      expect(utcText('2026-11-20T23:59:00.000Z')).toBe('20 Nov 2026, 23:59 UTC')
      expect(fileStamp('2026-11-20T23:59:01.000Z')).toBe('20261120-235901')
    }
  } finally {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  }
})

test('a stamp for file names has date and time to the second', () => {
  expect(fileStamp('2026-11-20T14:05:09.123Z')).toBe('20261120-140509')
})
