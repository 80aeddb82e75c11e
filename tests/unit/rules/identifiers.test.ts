import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vesselFacts } from '../../../src-shared/contract/registry.ts'
import {
  imoCheckDigit,
  operationCode,
  operationCodeAlphabet,
  parseImo,
  parseUnlocode,
} from '../../../src-shared/rules/identifiers.ts'
import vectors from '../../fixtures/maritime-identifiers.json' with { type: 'json' }

const sixDigits = fc.stringMatching(/^\d{6}$/)

describe('an IMO ship number', () => {
  const sound = [
    ...vectors.imo_ship.valid.map(({ n }) => n),
    ...vectors.imo_ship.valid_but_test_only,
    ...vectors.imo_ship.formula_valid_numbers_for_demo,
  ]
  test.each(sound)('%s is taken', (n) => {
    expect(parseImo(n)).toEqual({ imo: n })
  })

  test.each(vectors.imo_ship.invalid)('$n is refused: $why', ({ n }) => {
    expect(parseImo(n)).toHaveProperty('problem')
  })

  test.each(['IMO 9074729', 'imo 9074729', 'IMO9074729', '  9074729 '])(
    '“%s” is stored as its seven digits',
    (text) => {
      expect(parseImo(text)).toEqual({ imo: '9074729' })
    },
  )

  test('a wrong check digit is named with the one that would be right', () => {
    expect(parseImo('9074728')).toEqual({ problem: expect.stringContaining('9 would be right') })
  })

  test('digits of other scripts and signs are no digits', () => {
    for (const text of ['٩٠٧٤٧٢٩', '9074729.0', '-9074729', '9 074729', '']) {
      expect(parseImo(text)).toHaveProperty('problem')
    }
  })

  test.each(vectors.imo_ship.undetected_neighbours_of_9074729)(
    'the scheme cannot tell the neighbour %s, and we do not pretend to',
    (n) => {
      expect(parseImo(n)).toEqual({ imo: n })
    },
  )

  test('of every six digits exactly one check digit makes a sound number', () => {
    fc.assert(
      fc.property(sixDigits, (six) => {
        const taken = Array.from({ length: 10 }, (_, digit) => `${six}${digit}`).filter(
          (imo) => 'imo' in parseImo(imo),
        )
        expect(taken).toEqual([`${six}${imoCheckDigit(six)}`])
      }),
    )
  })

  test('two neighbours among the first six digits that change places are always noticed', () => {
    fc.assert(
      fc.property(sixDigits, fc.integer({ min: 0, max: 4 }), (six, at) => {
        const digits = Array.from(six)
        const [left, right] = [digits[at] ?? '', digits[at + 1] ?? '']
        fc.pre(left !== right)
        const swapped = [...digits.slice(0, at), right, left, ...digits.slice(at + 2)].join('')
        expect(parseImo(`${swapped}${imoCheckDigit(six)}`)).toHaveProperty('problem')
      }),
    )
  })
})

describe('a UN/LOCODE', () => {
  test.each(vectors.unlocode.valid)('%s is taken, stored without its space', (text) => {
    expect(parseUnlocode(text)).toEqual({ unlocode: text.replace(' ', '') })
  })

  const refused = vectors.unlocode.invalid.filter(({ why }) => !why.startsWith('lower case'))
  test.each(refused)('$v is refused: $why', ({ v }) => {
    expect(parseUnlocode(v)).toHaveProperty('problem')
  })

  test('lower case is taken and stored as upper case', () => {
    expect(parseUnlocode('nlrtm')).toEqual({ unlocode: 'NLRTM' })
    expect(parseUnlocode(' nl rtm ')).toEqual({ unlocode: 'NLRTM' })
  })

  test('one space is taken between country and place, none elsewhere', () => {
    for (const text of ['N LRTM', 'NLR TM', 'NL  RTM', '']) {
      expect(parseUnlocode(text)).toHaveProperty('problem')
    }
  })
})

describe('an MMSI of a ship', () => {
  test.each(vectors.mmsi.valid)('%s is taken', (mmsi) => {
    expect(vesselFacts.mmsi.safeParse(mmsi).success).toBe(true)
  })

  const others = vectors.mmsi.other.map(({ prefix, kind }) => ({
    mmsi: prefix.padEnd(9, '0'),
    kind,
  }))
  test.each(others)('$mmsi is refused: it belongs to a $kind', ({ mmsi }) => {
    expect(vesselFacts.mmsi.safeParse(mmsi).success).toBe(false)
  })

  test('eight and ten digits are refused', () => {
    for (const mmsi of ['24466000', '2446600000', '24466000a', '244 660 000']) {
      expect(vesselFacts.mmsi.safeParse(mmsi).success).toBe(false)
    }
  })
})

describe('an operation code', () => {
  test('is made of the day of arrival and the random part', () => {
    expect(operationCode('2026-11-20T14:05:00.000Z', 'K7X2QM')).toBe('STS-20261120-K7X2QM')
  })

  test('has no sign in its random part that people misread', () => {
    expect(operationCodeAlphabet).toMatch(/^[2-9A-HJ-NP-Z]{32}$/)
    expect(new Set(operationCodeAlphabet).size).toBe(32)
  })
})
