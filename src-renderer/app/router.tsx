import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router'
import { z } from 'zod'
import { permissionsSearchSchema } from '../features/access/search.ts'
import { accountsSearchSchema } from '../features/accounts/search.ts'
import { auditSearchSchema } from '../features/audit/audit-search.ts'
import { importsSearchSchema, reportSearchSchema } from '../features/imports/search.ts'
import { metricsSearchSchema } from '../features/metrics/search.ts'
import {
  assignmentsSearchSchema,
  coverageSearchSchema,
  exclusionsSearchSchema,
  runSearchSchema,
  runsSearchSchema,
  setSearchSchema,
  setsSearchSchema,
} from '../features/policies/search.ts'
import {
  documentTypesSearchSchema,
  organizationsSearchSchema,
  terminalsSearchSchema,
  vesselsSearchSchema,
} from '../features/registry/registry-search.ts'
import { isRoomTab, roomSearchSchema, roomsSearchSchema } from '../features/rooms/search.ts'
import { compareSearchSchema } from '../features/snapshots/compare/search.ts'
import { snapshotsSearchSchema } from '../features/snapshots/search.ts'
import { storageSearchSchema } from '../features/storage/search.ts'
import { tokensSearchSchema } from '../features/tokens/search.ts'
import { needsSetup, whoIsSignedIn } from '../rpc/session.ts'
import { NotFound, NotFoundPage } from './not-found.tsx'
import { RouteError } from './route-error.tsx'
import { Shell } from './shell.tsx'

const id = z.uuid()

const rootRoute = createRootRoute({ notFoundComponent: NotFoundPage })

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: z.object({
    /** Where to go afterwards: a path of our own, never another site. */
    next: z
      .string()
      .regex(/^\/(?![/\\])/)
      .optional()
      .catch(undefined),
  }),
  beforeLoad: async ({ search }) => {
    if (await needsSetup()) throw redirect({ to: '/set-up' })
    if ((await whoIsSignedIn()) !== null) throw redirect({ href: search.next ?? '/overview' })
  },
  component: lazyRouteComponent(() => import('../features/accounts/index.ts'), 'SignInPage'),
})

const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up',
  beforeLoad: async () => {
    if (!(await needsSetup())) throw redirect({ to: '/sign-in' })
  },
  component: lazyRouteComponent(() => import('../features/accounts/index.ts'), 'SetUpPage'),
})

/** A password that somebody else has made is replaced before anything else. */
const newPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new-password',
  beforeLoad: async () => {
    const who = await whoIsSignedIn()
    if (who === null) throw redirect({ to: '/sign-in' })
    if (who === 'locked' || !who.account.must_change_password) throw redirect({ to: '/overview' })
  },
  component: lazyRouteComponent(() => import('../features/accounts/index.ts'), 'NewPasswordPage'),
})

/** Everything that needs somebody to be signed in. */
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    const who = await whoIsSignedIn()
    if (who !== null) {
      if (who !== 'locked' && who.account.must_change_password) {
        throw redirect({ to: '/new-password' })
      }
      return
    }
    const search = location.pathname === '/' ? {} : { next: location.href }
    throw redirect({ to: '/sign-in', search })
  },
  component: Shell,
})

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/overview' })
  },
})

const overviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/overview',
  component: lazyRouteComponent(() => import('../features/overview/index.ts'), 'OverviewPage'),
})

const roomsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rooms',
  validateSearch: roomsSearchSchema,
  component: lazyRouteComponent(() => import('../features/rooms/index.ts'), 'RoomsPage'),
})

const roomRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rooms/$roomId',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/rooms/$roomId/$tab', params: { ...params, tab: 'overview' } })
  },
})

const roomTabRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rooms/$roomId/$tab',
  validateSearch: roomSearchSchema,
  beforeLoad: ({ params }) => {
    if (!isRoomTab(params.tab) || !id.safeParse(params.roomId).success) throw notFound()
  },
  component: lazyRouteComponent(() => import('../features/rooms/index.ts'), 'RoomPage'),
  notFoundComponent: NotFound,
})

const compareRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rooms/$roomId/compare',
  validateSearch: compareSearchSchema,
  beforeLoad: ({ params }) => {
    if (!id.safeParse(params.roomId).success) throw notFound()
  },
  component: lazyRouteComponent(() => import('../features/snapshots/index.ts'), 'ComparePage'),
  notFoundComponent: NotFound,
})

const snapshotsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/snapshots',
  validateSearch: snapshotsSearchSchema,
  component: lazyRouteComponent(() => import('../features/snapshots/index.ts'), 'SnapshotsPage'),
})

const policiesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/policies',
  beforeLoad: () => {
    throw redirect({ to: '/policies/sets' })
  },
})

const policySetsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/policies/sets',
  validateSearch: setsSearchSchema,
  component: lazyRouteComponent(() => import('../features/policies/index.ts'), 'PolicySetsPage'),
})

const policySetRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/policies/sets/$setId',
  validateSearch: setSearchSchema,
  beforeLoad: ({ params }) => {
    if (params.setId !== 'new' && !id.safeParse(params.setId).success) throw notFound()
  },
  component: lazyRouteComponent(() => import('../features/policies/index.ts'), 'PolicySetPage'),
  notFoundComponent: NotFound,
})

const policyAssignmentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/policies/assignments',
  validateSearch: assignmentsSearchSchema,
  component: lazyRouteComponent(() => import('../features/policies/index.ts'), 'AssignmentsPage'),
})

const policyExclusionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/policies/exclusions',
  validateSearch: exclusionsSearchSchema,
  component: lazyRouteComponent(() => import('../features/policies/index.ts'), 'ExclusionsPage'),
})

const policyCoverageRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/policies/coverage',
  validateSearch: coverageSearchSchema,
  component: lazyRouteComponent(() => import('../features/policies/index.ts'), 'CoveragePage'),
})

const policyRunsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/policies/runs',
  validateSearch: runsSearchSchema,
  component: lazyRouteComponent(() => import('../features/policies/index.ts'), 'RunsPage'),
})

const policyRunRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/policies/runs/$runId',
  validateSearch: runSearchSchema,
  beforeLoad: ({ params }) => {
    if (!/^[1-9]\d{0,14}$/.test(params.runId)) throw notFound()
  },
  component: lazyRouteComponent(() => import('../features/policies/index.ts'), 'RunPage'),
  notFoundComponent: NotFound,
})

const auditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audit',
  validateSearch: auditSearchSchema,
  component: lazyRouteComponent(() => import('../features/audit/index.ts'), 'AuditPage'),
})

const organizationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/organizations',
  validateSearch: organizationsSearchSchema,
  component: lazyRouteComponent(() => import('../features/registry/index.ts'), 'OrganizationsPage'),
})

const terminalsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/terminals',
  validateSearch: terminalsSearchSchema,
  component: lazyRouteComponent(() => import('../features/registry/index.ts'), 'TerminalsPage'),
})

const vesselsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/vessels',
  validateSearch: vesselsSearchSchema,
  component: lazyRouteComponent(() => import('../features/registry/index.ts'), 'VesselsPage'),
})

const documentTypesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/document-types',
  validateSearch: documentTypesSearchSchema,
  component: lazyRouteComponent(() => import('../features/registry/index.ts'), 'DocumentTypesPage'),
})

const accountsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/accounts',
  validateSearch: accountsSearchSchema,
  component: lazyRouteComponent(() => import('../features/accounts/index.ts'), 'AccountsPage'),
})

const permissionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/permissions',
  validateSearch: permissionsSearchSchema,
  component: lazyRouteComponent(() => import('../features/access/index.ts'), 'PermissionsPage'),
})

const tokensRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/tokens',
  validateSearch: tokensSearchSchema,
  component: lazyRouteComponent(() => import('../features/tokens/index.ts'), 'TokensPage'),
})

const webhooksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/webhooks',
  component: lazyRouteComponent(() => import('../features/notices/index.ts'), 'WebhooksPage'),
})

const importsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/imports',
  validateSearch: importsSearchSchema,
  component: lazyRouteComponent(() => import('../features/imports/index.ts'), 'ImportsPage'),
})

const newImportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/imports/new',
  validateSearch: reportSearchSchema,
  component: lazyRouteComponent(() => import('../features/imports/index.ts'), 'ImportPage'),
})

const pastImportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/imports/$importId',
  validateSearch: reportSearchSchema,
  beforeLoad: ({ params }) => {
    if (!id.safeParse(params.importId).success) throw notFound()
  },
  component: lazyRouteComponent(() => import('../features/imports/index.ts'), 'PastImportPage'),
  notFoundComponent: NotFound,
})

const metricsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/metrics',
  validateSearch: metricsSearchSchema,
  component: lazyRouteComponent(() => import('../features/metrics/index.ts'), 'MetricsPage'),
})

const storageRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/storage',
  validateSearch: storageSearchSchema,
  component: lazyRouteComponent(() => import('../features/storage/index.ts'), 'StoragePage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/index.ts'), 'SettingsPage'),
})

const routeTree = rootRoute.addChildren([
  signInRoute,
  setUpRoute,
  newPasswordRoute,
  shellRoute.addChildren([
    homeRoute,
    overviewRoute,
    roomsRoute,
    roomRoute,
    roomTabRoute,
    compareRoute,
    snapshotsRoute,
    policiesRoute,
    policySetsRoute,
    policySetRoute,
    policyAssignmentsRoute,
    policyExclusionsRoute,
    policyRunsRoute,
    policyRunRoute,
    policyCoverageRoute,
    auditRoute,
    organizationsRoute,
    terminalsRoute,
    vesselsRoute,
    documentTypesRoute,
    accountsRoute,
    permissionsRoute,
    tokensRoute,
    webhooksRoute,
    importsRoute,
    newImportRoute,
    pastImportRoute,
    metricsRoute,
    storageRoute,
    settingsRoute,
  ]),
])

export const router = createRouter({
  routeTree,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
  defaultPreload: 'intent',
  defaultPreloadDelay: 80,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
