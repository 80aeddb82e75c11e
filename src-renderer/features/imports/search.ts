import { z } from 'zod'
import { importActions, importKinds } from '../../../src-shared/contract/enums.ts'
import type { ImportIssue } from '../../../src-shared/contract/imports.ts'
import { listSearch } from '../../ui/list-search.ts'

const { q, page, size } = listSearch

/** The part of the address that the list of past imports has. */
export const importsSearchSchema = z.object({
  page,
  size,
  kind: z.enum(importKinds).optional().catch(undefined),
})
export type ImportsSearch = z.infer<typeof importsSearchSchema>

const word = z.string().min(1).max(200).optional().catch(undefined)

/** The part of the address that a report has: which of its issues are looked at. */
export const reportSearchSchema = z.object({
  q,
  page,
  size,
  table: word,
  code: word,
  action: z.enum(importActions).optional().catch(undefined),
})
export type ReportSearch = z.infer<typeof reportSearchSchema>

/** The issues that fit, all of them, in the report's order. Each word must stand somewhere in one. */
export function fittingIssues(issues: readonly ImportIssue[], by: ReportSearch): ImportIssue[] {
  const words = (by.q ?? '').toLowerCase().split(/\s+/)
  return issues.filter((issue) => {
    if (by.table !== undefined && issue.table !== by.table) return false
    if (by.code !== undefined && issue.code !== by.code) return false
    if (by.action !== undefined && issue.action !== by.action) return false
    const text = `${issue.table} ${issue.row} ${issue.code} ${issue.message}`.toLowerCase()
    return words.every((one) => text.includes(one))
  })
}
