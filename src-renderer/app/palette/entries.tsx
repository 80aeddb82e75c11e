import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import {
  type Icon,
  IconAnchor,
  IconBuilding,
  IconCalendarTime,
  IconCamera,
  IconChartLine,
  IconChecklist,
  IconDatabase,
  IconDatabaseImport,
  IconDeviceDesktop,
  IconFileCertificate,
  IconFileSearch,
  IconFolder,
  IconFolders,
  IconKey,
  IconLayoutDashboard,
  IconListCheck,
  IconLock,
  IconLogout,
  IconMoon,
  IconSettings,
  IconShieldCheck,
  IconShip,
  IconSun,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useRouter } from '@tanstack/react-router'
import { errorSentence } from '../../rpc/errors.ts'
import { type Allowed, useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { signOut } from '../../rpc/session.ts'
import { usePanels } from '../../state/panels.ts'
import { useVerifyFile } from '../../state/verify-file.ts'
import { statusLooks } from '../../ui/status.ts'

/** One line of the palette. */
export interface Entry {
  readonly id: string
  readonly group: 'Go to' | 'Do' | 'Rooms'
  readonly label: string
  /** In front of the label, in mono. */
  readonly code?: string
  readonly description?: string
  readonly icon: Icon
  /** Undefined or allowed: it can be chosen. Else the line says why it cannot. */
  readonly allowed?: Allowed
  run(): void
}

/** How many rooms the palette lists. */
const roomsAtOnce = 7

/**
 * Everything that the palette offers for what was typed: places and actions by their words, rooms
 * by the server's search (code, title, vessel).
 *
 * @param typed what stands in the field; `settled` the same a moment later, for the server
 */
export function useEntries(
  typed: string,
  settled: string,
  takeSnapshot: (roomId: string) => void,
): { entries: readonly Entry[]; searching: boolean } {
  const places = usePlaces()
  const actions = useActions(takeSnapshot)
  const { entries: found, searching } = useRooms(settled.trim())
  const words = typed.trim().toLowerCase().split(/\s+/)
  const fits = ({ label }: Entry) => words.every((word) => label.toLowerCase().includes(word))
  // Rooms of an earlier question stay only where they fit this one: Enter must not open another.
  const asked = !searching && typed === settled
  const rooms = found.filter(
    ({ label, code = '', description = '' }) =>
      asked ||
      words.every((word) => `${code} ${label} ${description}`.toLowerCase().includes(word)),
  )
  return { entries: [...places.filter(fits), ...actions.filter(fits), ...rooms], searching: !asked }
}

function usePlaces(): Entry[] {
  const navigate = useNavigate()
  const may = useMay()
  return [
    {
      id: 'overview',
      group: 'Go to',
      label: 'Overview',
      icon: IconLayoutDashboard,
      run: () => void navigate({ to: '/overview' }),
    },
    {
      id: 'rooms',
      group: 'Go to',
      label: 'Rooms',
      icon: IconFolders,
      run: () => void navigate({ to: '/rooms' }),
    },
    {
      id: 'snapshots',
      group: 'Go to',
      label: 'Snapshots',
      icon: IconCamera,
      run: () => void navigate({ to: '/snapshots' }),
    },
    {
      id: 'policies',
      group: 'Go to',
      label: 'Policies',
      icon: IconCalendarTime,
      allowed: may('policy_sets.read'),
      run: () => void navigate({ to: '/policies/sets' }),
    },
    {
      id: 'coverage',
      group: 'Go to',
      label: 'Coverage',
      icon: IconChecklist,
      allowed: may('records.read'),
      run: () => void navigate({ to: '/policies/coverage' }),
    },
    {
      id: 'audit',
      group: 'Go to',
      label: 'Audit trail',
      icon: IconShieldCheck,
      allowed: may('audit.view_all'),
      run: () => void navigate({ to: '/audit' }),
    },
    {
      id: 'organizations',
      group: 'Go to',
      label: 'Organizations',
      icon: IconBuilding,
      allowed: may('organizations.list'),
      run: () => void navigate({ to: '/admin/organizations' }),
    },
    {
      id: 'terminals',
      group: 'Go to',
      label: 'Terminals',
      icon: IconAnchor,
      allowed: may('terminals.list'),
      run: () => void navigate({ to: '/admin/terminals' }),
    },
    {
      id: 'vessels',
      group: 'Go to',
      label: 'Vessels',
      icon: IconShip,
      allowed: may('vessels.list'),
      run: () => void navigate({ to: '/admin/vessels' }),
    },
    {
      id: 'document-types',
      group: 'Go to',
      label: 'Document types',
      icon: IconFileCertificate,
      allowed: may('document_types.list'),
      run: () => void navigate({ to: '/admin/document-types' }),
    },
    {
      id: 'accounts',
      group: 'Go to',
      label: 'Accounts',
      icon: IconUsers,
      allowed: may('accounts.list'),
      run: () => void navigate({ to: '/admin/accounts' }),
    },
    {
      id: 'permissions',
      group: 'Go to',
      label: 'Permissions',
      icon: IconLock,
      allowed: may('access.view_matrix'),
      run: () => void navigate({ to: '/admin/permissions' }),
    },
    {
      id: 'tokens',
      group: 'Go to',
      label: 'API tokens',
      icon: IconKey,
      allowed: may('tokens.manage_own'),
      run: () => void navigate({ to: '/admin/tokens' }),
    },
    {
      id: 'webhooks',
      group: 'Go to',
      label: 'Webhooks',
      icon: IconWebhook,
      allowed: may('webhooks.manage'),
      run: () => void navigate({ to: '/admin/webhooks' }),
    },
    {
      id: 'imports',
      group: 'Go to',
      label: 'Imports',
      icon: IconDatabaseImport,
      allowed: may('imports.run'),
      run: () => void navigate({ to: '/admin/imports' }),
    },
    {
      id: 'metrics',
      group: 'Go to',
      label: 'Metrics',
      icon: IconChartLine,
      allowed: may('metrics.view'),
      run: () => void navigate({ to: '/metrics' }),
    },
    {
      id: 'storage',
      group: 'Go to',
      label: 'Storage',
      icon: IconDatabase,
      allowed: may('metrics.view'),
      run: () => void navigate({ to: '/storage' }),
    },
    {
      id: 'settings',
      group: 'Go to',
      label: 'Settings',
      icon: IconSettings,
      allowed: may('settings.view'),
      run: () => void navigate({ to: '/settings' }),
    },
  ]
}

function useActions(takeSnapshot: (roomId: string) => void): Entry[] {
  const router = useRouter()
  const { roomId } = useParams({ strict: false })
  const may = useMay(roomId)
  // A file belongs to no room.
  const mayVerify = useMay()('snapshots.verify')
  const room = useQuery(
    api.rooms.get.queryOptions({ input: { room_id: roomId ?? '' }, enabled: roomId !== undefined }),
  ).data
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme() === 'dark'
  const setTaskDrawerOpen = usePanels((panels) => panels.setTaskDrawerOpen)
  const verifyFiles = useVerifyFile((verify) => verify.open)
  const leave = async () => {
    await signOut()
    await router.invalidate()
  }
  const snapshot: Entry[] =
    roomId === undefined
      ? []
      : [
          {
            id: 'take-snapshot',
            group: 'Do',
            label: 'Take snapshot of this room',
            ...(room === undefined ? {} : { description: `${room.code}, ${room.title}` }),
            icon: IconCamera,
            allowed: may('snapshots.create'),
            run: () => takeSnapshot(roomId),
          },
        ]
  return [
    ...snapshot,
    {
      id: 'verify-file',
      group: 'Do',
      label: 'Verify a file…',
      icon: IconFileSearch,
      allowed: mayVerify,
      run: () => verifyFiles([]),
    },
    {
      id: 'tasks',
      group: 'Do',
      label: 'Show tasks',
      icon: IconListCheck,
      run: () => setTaskDrawerOpen(true),
    },
    {
      id: 'theme',
      group: 'Do',
      label: dark ? 'Switch to the light theme' : 'Switch to the dark theme',
      icon: dark ? IconSun : IconMoon,
      run: () => setColorScheme(dark ? 'light' : 'dark'),
    },
    {
      id: 'theme-auto',
      group: 'Do',
      label: 'Use the theme of the system',
      icon: IconDeviceDesktop,
      run: () => setColorScheme('auto'),
    },
    {
      id: 'sign-out',
      group: 'Do',
      label: 'Sign out',
      icon: IconLogout,
      run: () => {
        leave().catch((error: unknown) => {
          notifications.show({
            color: 'red',
            title: 'Not signed out',
            message: errorSentence(error),
          })
        })
      },
    },
  ]
}

function useRooms(q: string): { entries: Entry[]; searching: boolean } {
  const navigate = useNavigate()
  const found = useQuery(
    api.rooms.list.queryOptions({
      input:
        q === ''
          ? { sort: 'updated_at', direction: 'desc', limit: roomsAtOnce }
          : { q, limit: roomsAtOnce },
      placeholderData: keepPreviousData,
    }),
  )
  const entries = (found.data?.body ?? []).map(
    (room): Entry => ({
      id: room.id,
      group: 'Rooms',
      label: room.title,
      code: room.code,
      description: [room.lead_vessel_name, room.location, statusLooks.room[room.status].word]
        .filter((part) => part !== null)
        .join(', '),
      icon: IconFolder,
      run: () =>
        void navigate({ to: '/rooms/$roomId/$tab', params: { roomId: room.id, tab: 'overview' } }),
    }),
  )
  return { entries, searching: found.isPlaceholderData || found.isPending }
}
