import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { clockUses } from './clock-rule.ts'
import { root, sourceFiles } from './cruise.ts'

/** The only places that may ask the machine for the time or for chance. */
const mayAsk = [
  /^src-main\/platform\/(clock|ids)\b/,
  // The page has a clock of its own, for "3 minutes ago".
  /^src-renderer\/state\/clock\.ts$/,
]

describe('time and ids', () => {
  it('come from platform/clock and platform/ids alone', () => {
    const uses = sourceFiles(root)
      .filter((file) => !mayAsk.some((place) => place.test(file)))
      .flatMap((file) =>
        clockUses(readFileSync(join(root, file), 'utf8'), file).map(
          ({ line, what }) => `${file}:${line} ${what}`,
        ),
      )
    expect(uses).toEqual([])
  })

  it.each([
    ['const at = Date.now()', 'Date.now'],
    ['const at = globalThis.Date.now()', 'Date.now'],
    ['const clock = Date.now', 'Date.now'],
    ['const at = new Date()', 'new Date()'],
    ['const at = new Date', 'new Date()'],
    ['const at = Date()', 'Date()'],
    ['const id = crypto.randomUUID()', 'crypto.randomUUID'],
    ['const id = globalThis.crypto.randomUUID()', 'crypto.randomUUID'],
    ['crypto.getRandomValues(bytes)', 'crypto.getRandomValues'],
    ['const id = Math.random()', 'Math.random'],
    ['const at = performance.timeOrigin', 'performance.timeOrigin'],
    ["import { randomUUID } from 'node:crypto'", 'import of randomUUID'],
    ["import { randomBytes as bytes } from 'node:crypto'", 'import of randomBytes'],
    ["import { v7 as uuid } from 'uuid'", 'import of v7'],
  ])('are caught when planted: %s', (source, what) => {
    expect(clockUses(source, 'planted.ts')).toEqual([{ line: 1, what }])
  })

  it.each([
    "const eta = new Date('2026-11-20T00:00:00Z')",
    'const eta = Date.parse(text)',
    'const day = Date.UTC(2026, 10, 20)',
    'const started = performance.now()',
    'const now = clock.millis()',
    "import { createHash } from 'node:crypto'",
    "import { validate } from 'uuid'",
  ])('are not seen where they are not: %s', (source) => {
    expect(clockUses(source, 'clean.ts')).toEqual([])
  })
})
