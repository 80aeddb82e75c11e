import type { Previews } from '../../platform/previews/index.ts'
import { type Assignments, createAssignments } from './assignments.ts'
import { createCoverage, type LookAtCoverage } from './coverage.ts'
import {
  createExplainPolicy,
  createRetentionOfRoom,
  type ExplainPolicy,
  type RetentionOfRoom,
} from './effective.ts'
import { createExclusions, type Exclusions } from './exclusions.ts'
import { createPoliciesOfRooms, type PoliciesOfRooms } from './of-rooms.ts'
import { createPolicyPreviews, type PolicyPreviews } from './previews.ts'
import { createRecords, type Records } from './runs/records.ts'
import type { Runs } from './runs/service.ts'
import { createPolicySets, type PolicySets } from './sets.ts'
import type { PolicyTools } from './tools.ts'

export { type Automation, createAutomation } from './runs/index.ts'
export {
  type RecordReaderAnswer,
  type RecordReaderJob,
  readRecords,
} from './runs/records-reader.ts'
export { columnsOf } from './set-shapes.ts'

export interface PoliciesFeature {
  policySets: PolicySets
  assignments: Assignments
  exclusions: Exclusions
  policyPreviews: PolicyPreviews
  explainPolicy: ExplainPolicy
  policiesOfRooms: PoliciesOfRooms
  retentionOfRoom: RetentionOfRoom
  lookAtCoverage: LookAtCoverage
  runs: Runs
  records: Records
}

export function createPolicies(
  tools: PolicyTools & { previews: Previews; runs: Runs } & Pick<
      Parameters<typeof createRecords>[0],
      'exports' | 'read'
    >,
): PoliciesFeature {
  return {
    policySets: createPolicySets(tools),
    assignments: createAssignments(tools),
    exclusions: createExclusions(tools),
    policyPreviews: createPolicyPreviews(tools.clock),
    explainPolicy: createExplainPolicy(tools),
    policiesOfRooms: createPoliciesOfRooms(tools),
    retentionOfRoom: createRetentionOfRoom(tools),
    lookAtCoverage: createCoverage(tools),
    runs: tools.runs,
    records: createRecords(tools),
  }
}
