import type { PolicyScope } from '../../../src-shared/contract/enums.ts'
import type { CreatePolicySetInput } from '../../../src-shared/contract/policy-sets.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField } from '../../platform/domain-error.ts'
import type { Tables } from '../tables.ts'
import * as store from './sets-store.ts'

type Db = Executor<Tables>

/** A scope as an input names it. */
export interface Place {
  scope: PolicyScope
  scope_id: string | null
  /** The field that named it. */
  field: 'scope_id' | 'tenant_id'
}
type GivenScope = Pick<CreatePolicySetInput, 'scope' | 'scope_id' | 'is_global' | 'tenant_id'>

/** The scope that an input names, in our words or the predecessor's. @throws BAD_REQUEST */
export function scopeOf({ scope, scope_id, is_global, tenant_id }: GivenScope): Place {
  const ours =
    scope ?? (is_global === true ? 'global' : tenant_id == null ? undefined : 'organization')
  if (ours === undefined) {
    throw badField(
      'scope',
      'is needed: global, organization, or terminal (or is_global, tenant_id)',
    )
  }
  if (is_global !== undefined && is_global !== (ours === 'global')) {
    throw badField('is_global', `does not fit the scope ${ours}`)
  }
  if (tenant_id != null && ours !== 'organization') {
    throw badField('tenant_id', `does not fit the scope ${ours}`)
  }
  const id = scope_id ?? tenant_id ?? null
  if (scope_id != null && tenant_id != null && scope_id !== tenant_id) {
    throw badField('tenant_id', 'must be the same as scope_id, or be left out')
  }
  if (ours === 'global' && id !== null) throw badField('scope_id', 'is not for a global set')
  if (ours !== 'global' && id === null) throw badField('scope_id', `must name the ${ours}`)
  return { scope: ours, scope_id: id, field: tenant_id == null ? 'scope_id' : 'tenant_id' }
}

/** @returns the name of the scope, null for global @throws BAD_REQUEST for one that is not there */
export async function requireScope(
  trx: Db,
  { scope, scope_id, field }: Place,
): Promise<string | null> {
  if (scope === 'global' || scope_id === null) return null
  const name = await store.scopeName(trx, scope, scope_id)
  if (name === undefined) throw badField(field, `is no ${scope} of this workspace`)
  return name
}

/** @throws BAD_REQUEST when an input names another scope than the set has */
export function requireSameScope(row: store.ListedSet, given: GivenScope): void {
  const tenant = row.scope === 'organization' ? row.scope_id : null
  const standing: Required<GivenScope> = {
    scope: row.scope,
    scope_id: row.scope_id,
    is_global: row.scope === 'global',
    tenant_id: tenant,
  }
  for (const field of ['scope', 'scope_id', 'is_global', 'tenant_id'] as const) {
    if (given[field] !== undefined && given[field] !== standing[field]) {
      throw badField(field, 'is fixed once the set is made; make another set for another scope')
    }
  }
}
