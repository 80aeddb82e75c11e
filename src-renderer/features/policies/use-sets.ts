import { useQuery } from '@tanstack/react-query'
import type { PolicySet } from '../../../src-shared/contract/policy-sets.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'

const none: readonly PolicySet[] = []

/** The policy sets to choose from; none for those who may not read them. */
export function useSets(): readonly PolicySet[] {
  const enabled = useMay()('policy_sets.read').allowed
  return (
    useQuery(
      api.policySets.list.queryOptions({
        input: { limit: 500, sort: 'name', direction: 'asc' },
        enabled,
      }),
    ).data?.body.policy_sets ?? none
  )
}
