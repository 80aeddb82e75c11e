import { Tabs, Text } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { PageHeader } from '../../ui/page-header.tsx'
import { MatrixView } from './matrix-view.tsx'
import { type PermissionsSearch, type PermissionView, permissionViews } from './search.ts'
import { TryView } from './try-view.tsx'
import { VersionsView } from './versions-view.tsx'
import { WhoView } from './who-view.tsx'

const route = getRouteApi('/shell/admin/permissions')

const names: Record<PermissionView, string> = {
  matrix: 'Matrix',
  try: 'View as, and why',
  who: 'Who can',
  versions: 'Versions',
}

/** Who may do what: both matrices, tried out, and how they came to be. */
export function PermissionsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const view = search.view ?? 'matrix'
  const change = (part: Partial<PermissionsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  return (
    <>
      <PageHeader title="Permissions">
        <Text c="dimmed" size="sm">
          A console role counts everywhere, a party role in its room. What neither grants is denied.
        </Text>
      </PageHeader>
      <Tabs
        value={view}
        mb="sm"
        onChange={(next) => change({ view: permissionViews.find((one) => one === next) })}
      >
        <Tabs.List aria-label="Views of the permissions">
          {permissionViews.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {names[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="matrix" pt="sm">
          <MatrixView q={search.q} onFind={(q) => change({ q })} />
        </Tabs.Panel>
        <Tabs.Panel value="try" pt="sm">
          <TryView search={search} onChange={change} />
        </Tabs.Panel>
        <Tabs.Panel value="who" pt="sm">
          <WhoView search={search} onChange={change} />
        </Tabs.Panel>
        <Tabs.Panel value="versions" pt="sm">
          <VersionsView />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
