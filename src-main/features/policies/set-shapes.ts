import { z } from 'zod'
import type { Cadence } from '../../../src-shared/contract/cadences.ts'
import {
  type PolicySet,
  type PolicySetBody,
  policySetBodySchema,
  type UpdatePolicySetInput,
} from '../../../src-shared/contract/policy-sets.ts'
import { fromLegacy, toLegacy } from '../../../src-shared/rules/legacy-policies.ts'
import { badField } from '../../platform/domain-error.ts'
import type { Tables } from '../tables.ts'
import type { ListedSet } from './sets-store.ts'

/** What people write of a set, as its row has it. */
export function bodyOf(row: Tables['policy_sets']): PolicySetBody {
  return policySetBodySchema.parse({
    name: row.name,
    description: row.description,
    match: JSON.parse(row.match),
    cadences: JSON.parse(row.cadences),
    formats: JSON.parse(row.formats),
    options: JSON.parse(row.options),
    keep_min: row.keep_min,
    final_snapshot: row.final_snapshot === 1,
    priority: row.priority,
    is_active: row.is_active === 1,
    paused_until: row.paused_until,
  })
}

/** The columns of what people write. */
export function columnsOf(body: PolicySetBody) {
  return {
    name: body.name,
    description: body.description,
    match: JSON.stringify(body.match),
    cadences: JSON.stringify(body.cadences),
    formats: JSON.stringify(body.formats),
    options: JSON.stringify(body.options),
    keep_min: body.keep_min,
    final_snapshot: body.final_snapshot ? 1 : 0,
    priority: body.priority,
    is_active: body.is_active ? 1 : 0,
    paused_until: body.paused_until,
  }
}

/** A set in both shapes: ours, and the predecessor's beside it. */
export function toPolicySet(row: ListedSet): PolicySet {
  const body = bodyOf(row)
  return {
    ...body,
    ...toLegacy(body.cadences),
    id: row.id,
    scope: row.scope,
    scope_id: row.scope_id,
    scope_name: row.scope_name,
    is_global: row.scope === 'global',
    tenant_id: row.scope === 'organization' ? row.scope_id : null,
    version: row.version,
    assignments: row.assignments,
    created_by: row.created_by,
    created_at: row.created_at,
    updated_by: row.updated_by,
    updated_at: row.updated_at,
  }
}

export const parseBody = (text: string): PolicySetBody =>
  policySetBodySchema.parse(z.unknown().parse(JSON.parse(text)))

type GivenCadences = Pick<UpdatePolicySetInput, 'cadences' | 'policies' | 'retention_map'>

/**
 * The cadences that an input asks for, in whichever of the two shapes it has them; undefined where it
 * says nothing of them. Both shapes together must say the same.
 * @param standing the set's own, which labels may name
 * @throws BAD_REQUEST naming the field
 */
export function cadencesOf(
  { cadences, policies, retention_map }: GivenCadences,
  standing: readonly Cadence[],
): Cadence[] | undefined {
  if (policies === undefined && retention_map === undefined) return cadences
  const known = cadences ?? standing
  const legacy = toLegacy(known)
  const names = policies ?? legacy.policies
  const kept = Object.entries(legacy.retention_map).filter(([name]) => names.includes(name))
  const read = fromLegacy(
    { policies: names, retention_map: retention_map ?? Object.fromEntries(kept) },
    known,
  )
  if ('problem' in read) throw badField(read.field, read.problem)
  if (
    cadences !== undefined &&
    JSON.stringify(toLegacy(read.cadences)) !== JSON.stringify(legacy)
  ) {
    const field = policies === undefined ? 'retention_map' : 'policies'
    throw badField(field, 'must say the same as cadences, or be left out')
  }
  return cadences ?? read.cadences
}

/** The fields of which two versions say different things; cadences by their names. */
export function changesBetween(before: PolicySetBody, after: PolicySetBody) {
  const [old, young] = [flat(before), flat(after)]
  return [...new Set([...old.keys(), ...young.keys()])].flatMap((path) => {
    const [was, is] = [old.get(path) ?? null, young.get(path) ?? null]
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ path, before: was, after: is }]
  })
}

function flat({ cadences, ...facts }: PolicySetBody): Map<string, unknown> {
  return new Map<string, unknown>([
    ...Object.entries(facts),
    ...cadences.flatMap(({ name, ...cadence }) =>
      Object.entries(cadence).map(([field, value]): [string, unknown] => [
        `cadences.${name}.${field}`,
        value,
      ]),
    ),
  ])
}
