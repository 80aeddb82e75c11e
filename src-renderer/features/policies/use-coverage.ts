import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { CoverageGroup } from '../../../src-shared/contract/policies.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'

/** Coverage by policy set, of all rooms that one sees; undefined while it is read or not for one. */
export function useCoverageGroups(): readonly CoverageGroup[] | undefined {
  const enabled = useMay()('records.read').allowed
  return useQuery(
    api.policies.coverage.queryOptions({
      input: { limit: 1 },
      enabled,
      placeholderData: keepPreviousData,
    }),
  ).data?.body.groups
}
