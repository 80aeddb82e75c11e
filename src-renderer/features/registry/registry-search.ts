import { z } from 'zod'
import { documentCategories, organizationKinds } from '../../../src-shared/contract/enums.ts'

/** What every list of the registry keeps in its address. What cannot be read is left out. */
const base = {
  q: z.coerce.string().trim().min(1).max(200).optional().catch(undefined),
  direction: z.enum(['asc', 'desc']).optional().catch(undefined),
  page: z.coerce.number().int().min(1).optional().catch(undefined),
  size: z
    .union([z.literal(10), z.literal(25), z.literal(50), z.literal(100)])
    .optional()
    .catch(undefined),
}
const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values).optional().catch(undefined)

export const organizationSorts = ['name', 'kind'] as const
export const organizationsSearchSchema = z.object({
  ...base,
  kind: oneOf(organizationKinds),
  sort: oneOf(organizationSorts),
})

export const terminalSorts = ['name', 'unlocode'] as const
export const terminalsSearchSchema = z.object({
  ...base,
  organization: z.uuid().optional().catch(undefined),
  sort: oneOf(terminalSorts),
})

export const vesselSorts = ['name', 'imo', 'vessel_type', 'flag', 'built_year'] as const
export const vesselsSearchSchema = z.object({
  ...base,
  sort: oneOf(vesselSorts),
  /** The vessel whose drawer is open. */
  vessel: z.uuid().optional().catch(undefined),
})

export const documentTypeSorts = ['code', 'name', 'category', 'criticality'] as const
export const documentTypesSearchSchema = z.object({
  ...base,
  category: oneOf(documentCategories),
  state: oneOf(['in_use', 'retired']),
  sort: oneOf(documentTypeSorts),
})

/** The part of the address that all lists share. */
export interface ListSearch {
  q?: string | undefined
  direction?: 'asc' | 'desc' | undefined
  page?: number | undefined
  size?: 10 | 25 | 50 | 100 | undefined
  sort?: string | undefined
}
