import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'

/** The names of the organizations by id; none for those who may not list them. */
export function useOrganizationNames(): ReadonlyMap<string, string> {
  const enabled = useMay()('organizations.list').allowed
  const { data } = useQuery(
    api.organizations.list.queryOptions({ input: { limit: 500 }, staleTime: 5 * 60_000, enabled }),
  )
  return useMemo(() => new Map(data?.body.map(({ id, name }) => [id, name])), [data])
}
