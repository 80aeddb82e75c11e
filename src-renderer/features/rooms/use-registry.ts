import { useQuery } from '@tanstack/react-query'
import type { Organization, Terminal } from '../../../src-shared/contract/rooms.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'

const none: never[] = []
const seldom = { staleTime: 5 * 60_000 }

/** The organizations to choose from; none for those who may not list them. */
export function useOrganizations(): readonly Organization[] {
  const enabled = useMay()('organizations.list').allowed
  return useQuery(api.registry.organizations.queryOptions({ ...seldom, enabled })).data ?? none
}

/** The terminals to choose from; none for those who may not list them. */
export function useTerminals(): readonly Terminal[] {
  const enabled = useMay()('terminals.list').allowed
  return useQuery(api.registry.terminals.queryOptions({ ...seldom, enabled })).data ?? none
}
