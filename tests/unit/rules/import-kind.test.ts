import { expect, test } from 'vitest'
import { importKindOf } from '../../../src-shared/rules/import-kind.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test.each([
  ['a database', bytes('SQLite format 3\u0000\u0010'), 'sts_clearance'],
  ['an object', bytes(' \n{"rules": []}'), 'policy_rules'],
  ['a list after a byte order mark', bytes('\ufeff[{'), 'policy_rules'],
  ['words with commas', bytes('scope,target,reason\n'), 'exclusions_csv'],
  ['a byte order mark and words', bytes('\ufeffroom,reason'), 'exclusions_csv'],
  ['nothing', bytes(''), 'exclusions_csv'],
])('%s is taken for what it looks like', (_, head, kind) => {
  expect(importKindOf(head)).toBe(kind)
})
