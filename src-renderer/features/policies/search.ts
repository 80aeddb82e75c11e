import { z } from 'zod'
import {
  coverageStatuses,
  exclusionScopes,
  policyScopes,
  recordActions,
  recordReasons,
  roomStatuses,
  runStatuses,
  runTriggers,
} from '../../../src-shared/contract/enums.ts'
import { policySetSorts } from '../../../src-shared/contract/policy-sets.ts'
import { listSearch } from '../../ui/list-search.ts'

const id = z.uuid().optional().catch(undefined)
const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values).optional().catch(undefined)

export const setsSearchSchema = z.object({
  ...listSearch,
  scope: oneOf(policyScopes),
  state: oneOf(['active', 'inactive']),
  sort: oneOf(policySetSorts),
})

export const setViews = ['rule', 'versions'] as const
export const setSearchSchema = z.object({
  view: oneOf(setViews),
  /** The two versions that are compared. */
  from: z.coerce.number().int().min(1).optional().catch(undefined),
  to: z.coerce.number().int().min(1).optional().catch(undefined),
})

export const assignmentsSearchSchema = z.object({
  ...listSearch,
  /** Only rooms that have been given a set by hand. */
  by: oneOf(['hand']),
  status: oneOf(roomStatuses),
  organization: id,
  terminal: id,
  /** Of those by hand: the ones of this set. */
  policy_set: id,
  sort: oneOf(['code', 'title', 'status', 'eta']),
})
export type AssignmentsSearch = z.infer<typeof assignmentsSearchSchema>

export const exclusionsSearchSchema = z.object({
  ...listSearch,
  scope: oneOf(exclusionScopes),
  show: oneOf(['all']),
})

export const coverageSearchSchema = z.object({
  page: listSearch.page,
  size: listSearch.size,
  status: oneOf(coverageStatuses),
  organization: id,
  terminal: id,
  policy_set: id,
})
export type CoverageSearch = z.infer<typeof coverageSearchSchema>

export const runsSearchSchema = z.object({
  page: listSearch.page,
  size: listSearch.size,
  status: oneOf(runStatuses),
  trigger: oneOf(runTriggers),
  policy_set: id,
  kind: oneOf(['real', 'dry']),
  /** First and last day of asking, in the reader's zone. */
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
})
export type RunsSearch = z.infer<typeof runsSearchSchema>

export const runSearchSchema = z.object({
  q: listSearch.q,
  page: listSearch.page,
  size: listSearch.size,
  action: oneOf(recordActions),
  reason: oneOf(recordReasons),
})
export type RunSearch = z.infer<typeof runSearchSchema>
