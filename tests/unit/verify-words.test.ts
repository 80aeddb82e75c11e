import { expect, test } from 'vitest'
import { entryToLookAt } from '../../src-renderer/features/audit/verify-words.ts'
import type { VerifyChain } from '../../src-shared/contract/audit.ts'

const broken = (seq: number, kind: NonNullable<VerifyChain['first_broken']>['kind']) => ({
  ok: false,
  entries: 0,
  head: { seq: 9, hash: '0'.repeat(64) },
  first_broken: { seq, kind, message: 'Broken.' },
})

test.each([
  [broken(7, 'changed'), 7],
  [broken(7, 'rebuilt'), 7],
  [broken(7, 'removed'), 6],
  [broken(7, 'cut'), 6],
  [broken(1, 'removed'), undefined],
])('a broken chain leads to an entry that is there: %o', (found, seq) => {
  expect(entryToLookAt(found)).toBe(seq)
})
