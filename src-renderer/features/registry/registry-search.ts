import { z } from 'zod'
import { documentCategories, organizationKinds } from '../../../src-shared/contract/enums.ts'
import { listSearch } from '../../ui/list-search.ts'

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values).optional().catch(undefined)

export const organizationSorts = ['name', 'kind'] as const
export const organizationsSearchSchema = z.object({
  ...listSearch,
  kind: oneOf(organizationKinds),
  sort: oneOf(organizationSorts),
})

export const terminalSorts = ['name', 'unlocode'] as const
export const terminalsSearchSchema = z.object({
  ...listSearch,
  organization: z.uuid().optional().catch(undefined),
  sort: oneOf(terminalSorts),
})

export const vesselSorts = ['name', 'imo', 'vessel_type', 'flag', 'built_year'] as const
export const vesselsSearchSchema = z.object({
  ...listSearch,
  sort: oneOf(vesselSorts),
  /** The vessel whose drawer is open. */
  vessel: z.uuid().optional().catch(undefined),
})

export const documentTypeSorts = ['code', 'name', 'category', 'criticality'] as const
export const documentTypesSearchSchema = z.object({
  ...listSearch,
  category: oneOf(documentCategories),
  state: oneOf(['in_use', 'retired']),
  sort: oneOf(documentTypeSorts),
})
