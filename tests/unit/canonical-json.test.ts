import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src-shared/rules/canonical-json.ts'
import jcs from '../fixtures/jcs.json' with { type: 'json' }

describe('canonical JSON (RFC 8785)', () => {
  it('sorts keys by UTF-16 code units and writes UTF-8 as the standard’s own case does', () => {
    const text = canonicalJson(jcs.weird_input)
    expect(Buffer.from(text, 'utf8').toString('hex')).toBe(jcs.weird_output_utf8_hex)
    expect(Object.keys(JSON.parse(text) as object)).toEqual(jcs.weird_key_order)
  })

  it('writes numbers, escapes and literals as the standard’s own case does', () => {
    expect(canonicalJson(JSON.parse(jcs.values_input_text))).toBe(jcs.values_output_text)
  })

  it('gives the same text whatever order the keys were set in', () => {
    expect(canonicalJson({ b: 1, a: { d: null, c: [3, 2] } })).toBe(
      canonicalJson({ a: { c: [3, 2], d: null }, b: 1 }),
    )
  })

  it.each([
    ['undefined', undefined],
    ['a function', () => 1],
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a lone surrogate', '\ud800'],
  ])('refuses %s, which has no canonical form', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow()
  })
})
