import { useMemo } from 'react'
import { useOrganizations } from '../../rpc/registry.ts'

/** The organizations to choose from, as a select takes them. */
export function useOrganizationChoices(): { value: string; label: string }[] {
  const organizations = useOrganizations()
  return useMemo(
    () => organizations.map(({ id, name }) => ({ value: id, label: name })),
    [organizations],
  )
}
