import { Tooltip, UnstyledButton } from '@mantine/core'
import {
  type Icon,
  IconAnchor,
  IconBuilding,
  IconCalendarTime,
  IconCamera,
  IconChartLine,
  IconDatabase,
  IconDatabaseImport,
  IconFileCertificate,
  IconFolders,
  IconKey,
  IconLayoutDashboard,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconLock,
  IconSettings,
  IconShieldCheck,
  IconShip,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { Permission } from '../../src-shared/contract/permissions.ts'
import { useMay } from '../rpc/permissions.ts'
import { usePanels } from '../state/panels.ts'
import { BrandMark } from '../ui/brand-mark.tsx'
import classes from './shell.module.css'

interface Place {
  to: NonNullable<LinkProps['to']>
  label: string
  icon: Icon
  /** Without it the place is shown, closed, with the reason. */
  permission?: Permission
}

const places: readonly Place[] = [
  { to: '/overview', label: 'Overview', icon: IconLayoutDashboard },
  { to: '/rooms', label: 'Rooms', icon: IconFolders },
  { to: '/snapshots', label: 'Snapshots', icon: IconCamera },
  {
    to: '/policies',
    label: 'Policies',
    icon: IconCalendarTime,
    permission: 'policy_sets.read',
  },
  { to: '/audit', label: 'Audit trail', icon: IconShieldCheck, permission: 'audit.view_all' },
]

/** Who and what the workspace knows; one line each. */
const administration: readonly Place[] = [
  { to: '/admin/accounts', label: 'Accounts', icon: IconUsers, permission: 'accounts.list' },
  {
    to: '/admin/permissions',
    label: 'Permissions',
    icon: IconLock,
    permission: 'access.view_matrix',
  },
  {
    to: '/admin/organizations',
    label: 'Organizations',
    icon: IconBuilding,
    permission: 'organizations.list',
  },
  { to: '/admin/terminals', label: 'Terminals', icon: IconAnchor, permission: 'terminals.list' },
  { to: '/admin/vessels', label: 'Vessels', icon: IconShip, permission: 'vessels.list' },
  {
    to: '/admin/document-types',
    label: 'Document types',
    icon: IconFileCertificate,
    permission: 'document_types.list',
  },
  { to: '/admin/tokens', label: 'API tokens', icon: IconKey, permission: 'tokens.manage_own' },
  { to: '/admin/webhooks', label: 'Webhooks', icon: IconWebhook, permission: 'webhooks.manage' },
  { to: '/admin/imports', label: 'Imports', icon: IconDatabaseImport, permission: 'imports.run' },
  { to: '/metrics', label: 'Metrics', icon: IconChartLine, permission: 'metrics.view' },
  { to: '/storage', label: 'Storage', icon: IconDatabase, permission: 'metrics.view' },
  { to: '/settings', label: 'Settings', icon: IconSettings, permission: 'settings.view' },
]

/** The left navigation: 220 px, or icons alone. */
export function Nav() {
  const { navCollapsed, setNavCollapsed } = usePanels()
  const Fold = navCollapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  return (
    <nav className={classes.nav} aria-label="Main">
      <Link to="/overview" className={classes.brand} aria-label="STS Clearance, to the overview">
        <BrandMark size={20} />
        <span className={classes.label}>STS Clearance</span>
      </Link>
      {places.map((place) => (
        <NavItem key={place.label} place={place} collapsed={navCollapsed} />
      ))}
      <h2 className={classes.group} aria-label="Administration">
        <span className={classes.label}>Administration</span>
      </h2>
      {administration.map((place) => (
        <NavItem key={place.label} place={place} collapsed={navCollapsed} />
      ))}
      <div className={classes.foot}>
        <Tooltip label="Show the names" position="right" disabled={!navCollapsed}>
          <UnstyledButton
            className={classes.item}
            aria-label={navCollapsed ? 'Expand the navigation' : 'Collapse the navigation'}
            aria-expanded={!navCollapsed}
            onClick={() => setNavCollapsed(!navCollapsed)}
          >
            <Fold size={18} aria-hidden />
            <span className={classes.label}>Collapse</span>
          </UnstyledButton>
        </Tooltip>
      </div>
    </nav>
  )
}

function NavItem({ place, collapsed }: { place: Place; collapsed: boolean }) {
  const may = useMay()
  const allowed = place.permission === undefined ? undefined : may(place.permission)
  const content = (
    <>
      <place.icon size={18} aria-hidden />
      <span className={classes.label}>{place.label}</span>
    </>
  )
  if (allowed?.allowed === false) {
    return (
      <Tooltip label={allowed.reason} position="right">
        <UnstyledButton className={classes.item} aria-disabled="true" aria-label={place.label}>
          {content}
        </UnstyledButton>
      </Tooltip>
    )
  }
  return (
    <Tooltip label={place.label} position="right" disabled={!collapsed}>
      <Link to={place.to} className={classes.item} aria-label={place.label}>
        {content}
      </Link>
    </Tooltip>
  )
}
