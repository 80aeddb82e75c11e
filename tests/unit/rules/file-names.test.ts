import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  numbered,
  safeFileName,
  slug,
  snapshotFileName,
} from '../../../src-shared/rules/file-names.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 400 })

describe('the slug of a title', () => {
  test.each([
    { title: 'Room snapshot', expected: 'room-snapshot' },
    { title: 'Clearance – final (v2)', expected: 'clearance-final-v2' },
    { title: 'Étoile de Kpémé', expected: 'etoile-de-kpeme' },
    { title: '../../etc/passwd', expected: 'etc-passwd' },
    { title: '<b>&amp;</b>', expected: 'b-amp-b' },
    { title: 'Αγία Θαλασσινή', expected: '' },
    { title: '', expected: '' },
  ])('of “$title” is “$expected”', ({ title, expected }) => {
    expect(slug(title)).toBe(expected)
  })

  test('has only Latin letters, digits and single hyphens, at most 60, none at its ends', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.stringMatching(/^[a-zA-Z0-9 -]{50,120}$/)), (title) => {
        expect(slug(title)).toMatch(/^([a-z0-9]+(-[a-z0-9]+)*)?$/)
        expect(slug(title).length).toBeLessThanOrEqual(60)
      }),
    )
  })
})

describe('the name of a snapshot’s file', () => {
  const snapshot = {
    room_code: 'STS-20261120-K7X2QM',
    created_at: '2026-11-20T14:05:09.123Z',
    title: 'Before alongside',
    format: 'pdf' as const,
  }

  test('is room code, time in UTC, slug, and ending', () => {
    expect(snapshotFileName(snapshot)).toBe(
      'STS-20261120-K7X2QM_20261120-140509Z_before-alongside.pdf',
    )
  })

  test('says room-snapshot where the title leaves no Latin letter', () => {
    expect(snapshotFileName({ ...snapshot, title: 'Αγία' })).toMatch(/Z_room-snapshot\.pdf$/)
  })

  test.each([
    { format: 'pdf', ending: '.pdf' },
    { format: 'json', ending: '.json' },
    { format: 'csv', ending: '.zip' },
  ] as const)('of $format ends in $ending', ({ format, ending }) => {
    expect(snapshotFileName({ ...snapshot, format }).endsWith(ending)).toBe(true)
  })
})

describe('a name given by a person', () => {
  test.each([
    { given: 'Q88 Meltemi Asteria.pdf', safe: 'Q88 Meltemi Asteria.pdf' },
    { given: '/etc/passwd', safe: 'passwd' },
    { given: 'C:\\Users\\me\\crew list.docx', safe: 'crew list.docx' },
    { given: '..\\..\\boot.ini', safe: 'boot.ini' },
    { given: '.htaccess', safe: 'htaccess' },
    { given: ' .bashrc', safe: 'bashrc' },
    { given: 'a\r\nSet-Cookie: x=1.pdf', safe: 'a__Set-Cookie_ x=1.pdf' },
    { given: 'what?*<>|":.png', safe: 'what_______.png' },
    { given: 'Μητρώο πληρώματος.pdf', safe: 'Μητρώο πληρώματος.pdf' },
    { given: '', safe: 'file' },
    { given: '..', safe: 'file' },
    { given: 'folder/', safe: 'file' },
  ])('“$given” becomes “$safe”', ({ given, safe }) => {
    expect(safeFileName(given)).toBe(safe)
  })

  test('is never empty, a path, or hidden, has at most 180 signs, and is whole Unicode', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: 'grapheme', minLength: 150 })), (given) => {
        const safe = safeFileName(given)
        expect(safe.length).toBeGreaterThan(0)
        expect(Array.from(safe).length).toBeLessThanOrEqual(180)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
        expect(safe).not.toMatch(/[\\/\u0000-\u001f\u007f<>:"|?*]/)
        expect(safe.startsWith('.')).toBe(false)
        expect(safe.isWellFormed()).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('is not cut in the middle of a sign', () => {
    const safe = safeFileName(`${'a'.repeat(179)}🚢.pdf`)
    expect(safe.isWellFormed()).toBe(true)
    expect(safe).toBe(`${'a'.repeat(179)}🚢`)
  })

  test('that holds half a sign becomes one that can be stored', () => {
    expect(safeFileName('q88\ud83d.pdf').isWellFormed()).toBe(true)
  })

  test('is the same when it is made safe again', () => {
    fc.assert(
      fc.property(anyText, (given) => {
        expect(safeFileName(safeFileName(given))).toBe(safeFileName(given))
      }),
    )
  })
})

describe('names beside each other', () => {
  test('are numbered where they would be the same, whatever their case', () => {
    expect(numbered(['a.pdf', 'A.pdf', 'a.zip', 'a.pdf'])).toEqual([
      'a.pdf',
      'A (2).pdf',
      'a.zip',
      'a (3).pdf',
    ])
  })

  test('do not meet one that has a number of its own', () => {
    expect(numbered(['a (2).pdf', 'a.pdf', 'a.pdf'])).toEqual(['a (2).pdf', 'a.pdf', 'a (3).pdf'])
  })

  test('without an ending are numbered too', () => {
    expect(numbered(['a', 'a'])).toEqual(['a', 'a (2)'])
  })
})
