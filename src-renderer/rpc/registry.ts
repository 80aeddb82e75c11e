import { useQuery } from '@tanstack/react-query'
import type { Organization, Terminal } from '../../src-shared/contract/registry.ts'
import { useMay } from './permissions.ts'
import { api } from './queries.ts'

const none: never[] = []
const seldom = { input: { limit: 500 }, staleTime: 5 * 60_000 }

/** The organizations to choose from; none for those who may not list them. */
export function useOrganizations(): readonly Organization[] {
  const enabled = useMay()('organizations.list').allowed
  return useQuery(api.organizations.list.queryOptions({ ...seldom, enabled })).data?.body ?? none
}

/** The terminals to choose from; none for those who may not list them. */
export function useTerminals(): readonly Terminal[] {
  const enabled = useMay()('terminals.list').allowed
  return useQuery(api.terminals.list.queryOptions({ ...seldom, enabled })).data?.body ?? none
}
