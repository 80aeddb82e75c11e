import { Button, Skeleton, Tabs } from '@mantine/core'
import { IconFolderQuestion, IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense } from 'react'
import type { Permission } from '../../../src-shared/contract/permissions.ts'
import { errorCode, errorSentence } from '../../rpc/errors.ts'
import { type Allowed, useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { WaitingLines } from '../../ui/waiting-lines.tsx'
import { inWords } from '../../ui/words.ts'
import { RoomHeader } from './room-header.tsx'
import classes from './room-page.module.css'
import { isRoomTab, type RoomTab, roomTabs } from './search.ts'

const route = getRouteApi('/shell/rooms/$roomId/$tab')

type TabBody = ComponentType<{ roomId: string }>
const bodies: Record<RoomTab, TabBody> = {
  overview: lazy(() => import('./overview-tab.tsx').then((m) => ({ default: m.OverviewTab }))),
  parties: lazy(() => import('./parties-tab.tsx').then((m) => ({ default: m.PartiesTab }))),
  vessels: lazy(() => import('./vessels-tab.tsx').then((m) => ({ default: m.VesselsTab }))),
  documents: lazy(() => import('../documents/index.ts').then((m) => ({ default: m.DocumentsTab }))),
  approvals: lazy(() => import('./approvals-tab.tsx').then((m) => ({ default: m.ApprovalsTab }))),
  messages: lazy(() => import('./messages-tab.tsx').then((m) => ({ default: m.MessagesTab }))),
  activity: lazy(() => import('./activity-tab.tsx').then((m) => ({ default: m.ActivityTab }))),
  snapshots: lazy(() =>
    import('../snapshots/index.ts').then((m) => ({ default: m.RoomSnapshotsTab })),
  ),
  protection: lazy(() =>
    import('../policies/index.ts').then((m) => ({ default: m.ProtectionTab })),
  ),
}

/** What one must be allowed to read for a tab to have anything in it. */
const needed: Record<RoomTab, Permission> = {
  overview: 'rooms.view',
  parties: 'rooms.view',
  vessels: 'vessels.list',
  documents: 'documents.list',
  approvals: 'approvals.list',
  messages: 'messages.list',
  activity: 'audit.view_room',
  snapshots: 'snapshots.list',
  protection: 'policy_sets.read',
}

/** One room: its head, and a tab for each side of it. */
export function RoomPage() {
  const { roomId, tab } = route.useParams()
  const navigate = route.useNavigate()
  const may = useMay(roomId)
  const room = useQuery(api.rooms.get.queryOptions({ input: { room_id: roomId } }))
  if (room.error !== null && room.data === undefined) {
    return errorCode(room.error) === 'ROOM_NOT_FOUND' ? (
      <NoSuchRoom />
    ) : (
      <ErrorState message={errorSentence(room.error)} onRetry={() => void room.refetch()} />
    )
  }
  const open = (to: string | null) => {
    if (to === null || !isRoomTab(to)) return
    void navigate({ to: '/rooms/$roomId/$tab', params: { roomId, tab: to } })
  }
  return (
    <>
      {room.data === undefined ? <HeaderSkeleton /> : <RoomHeader room={room.data} />}
      <Tabs value={tab} onChange={open} activateTabWithKeyboard={false} className={classes.tabs}>
        <Tabs.List aria-label="Sides of the room">
          {roomTabs.map((name) => (
            <Tabs.Tab
              key={name}
              value={name}
              leftSection={may(needed[name]).allowed ? null : <IconLock size={14} aria-hidden />}
            >
              {inWords(name)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {roomTabs.map((name) => (
          <Tabs.Panel key={name} value={name} className={classes.panel} tabIndex={0}>
            <TabPanel roomId={roomId} tab={name} allowed={may(needed[name])} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  )
}

function TabPanel({ roomId, tab, allowed }: { roomId: string; tab: RoomTab; allowed: Allowed }) {
  const Body = bodies[tab]
  if (!allowed.allowed) {
    return <EmptyState icon={IconLock} title="Not for you to see" text={allowed.reason} />
  }
  return (
    <Suspense fallback={<WaitingLines count={8} />}>
      <Body roomId={roomId} />
    </Suspense>
  )
}

function HeaderSkeleton() {
  return (
    <div className={classes.waiting} aria-hidden>
      <Skeleton height={28} width={360} mb={8} />
      <Skeleton height={20} width={520} />
    </div>
  )
}

function NoSuchRoom() {
  return (
    <EmptyState
      icon={IconFolderQuestion}
      level={1}
      title="No such room"
      text="There is none of this id, or you have no access to it."
      action={
        <Button component={Link} to="/rooms">
          Go to the rooms
        </Button>
      }
    />
  )
}
