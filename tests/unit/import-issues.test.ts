import { expect, test } from 'vitest'
import { fittingIssues, type ReportSearch } from '../../src-renderer/features/imports/search.ts'
import type { ImportIssue } from '../../src-shared/contract/imports.ts'

const issues: ImportIssue[] = [
  { table: 'users', row: 'u1', code: 'MERGED', message: 'The first was taken.', action: 'changed' },
  { table: 'users', row: 'u2', code: 'BAD_EMAIL', message: '“x” is none.', action: 'refused' },
  { table: 'rooms', row: 'r1', code: 'MERGED', message: 'Taken once.', action: 'changed' },
]
const rowsOf = (by: ReportSearch) => fittingIssues(issues, by).map(({ row }) => row)

test('without a filter every issue is there, in its order', () => {
  expect(rowsOf({})).toEqual(['u1', 'u2', 'r1'])
})

test.each<[ReportSearch, string[]]>([
  [{ table: 'users' }, ['u1', 'u2']],
  [{ code: 'MERGED' }, ['u1', 'r1']],
  [{ action: 'refused' }, ['u2']],
  [{ table: 'users', code: 'MERGED' }, ['u1']],
  [{ q: 'taken' }, ['u1', 'r1']],
  [{ q: 'TAKEN  rooms' }, ['r1']],
  [{ q: 'bad_email' }, ['u2']],
  [{ q: 'taken', action: 'refused' }, []],
])('%j leaves %j', (by, rows) => {
  expect(rowsOf(by)).toEqual(rows)
})
