import { useMemo } from 'react'
import { useOrganizations } from '../../rpc/registry.ts'

/** The names of the organizations by id; none for those who may not list them. */
export function useOrganizationNames(): ReadonlyMap<string, string> {
  const organizations = useOrganizations()
  return useMemo(() => new Map(organizations.map(({ id, name }) => [id, name])), [organizations])
}
