import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'

/** The organizations to choose from, as a select takes them. */
export function useOrganizationChoices(): { value: string; label: string }[] {
  const enabled = useMay()('organizations.list').allowed
  const { data } = useQuery(
    api.organizations.list.queryOptions({ input: { limit: 500 }, staleTime: 5 * 60_000, enabled }),
  )
  return useMemo(
    () => (data?.body ?? []).map(({ id, name }) => ({ value: id, label: name })),
    [data],
  )
}
