import { useHotkeys } from '@mantine/hooks'
import { Outlet, useNavigate, useRouter, useRouterState } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { LockScreen } from '../features/accounts/lock-screen.tsx'
import { useServerEvents } from '../rpc/events.ts'
import { whenSignedOut } from '../rpc/queries.ts'
import { forgetSession, knownMe } from '../rpc/session.ts'
import { useLock } from '../state/lock.ts'
import { usePanels } from '../state/panels.ts'
import { useVerifyFile } from '../state/verify-file.ts'
import { FloatRoot } from '../ui/float-root.tsx'
import { ConnectionBar } from './connection-bar.tsx'
import { Header } from './header.tsx'
import { useIdleLock } from './idle-lock.ts'
import { Nav } from './nav.tsx'
import classes from './shell.module.css'
import { WindowDrop } from './window-drop.tsx'

const Palette = lazy(() => import('./palette.tsx').then((m) => ({ default: m.Palette })))
const TaskToasts = lazy(() =>
  import('../features/snapshots/index.ts').then((m) => ({ default: m.TaskToasts })),
)
const VerifyDialog = lazy(() =>
  import('../features/snapshots/index.ts').then((m) => ({ default: m.VerifyDialog })),
)
const NoticesDrawer = lazy(() =>
  import('../features/notices/notices-drawer.tsx').then((m) => ({ default: m.NoticesDrawer })),
)
const TaskDrawer = lazy(() => import('./task-drawer.tsx').then((m) => ({ default: m.TaskDrawer })))

/** The screens, or, over them, the lock: what was open stays beneath it, and cannot be seen. */
export function Shell() {
  useSignedOutGuard()
  const locked = useLock((lock) => lock.locked)
  useEffect(() => {
    document.body.toggleAttribute('data-locked', locked)
    return () => document.body.removeAttribute('data-locked')
  }, [locked])
  // After a reload nothing is open beneath the lock, and nothing may be asked for.
  const isEmpty = locked && knownMe() === undefined
  return (
    <>
      {!isEmpty && (
        <div className={classes.beneath} hidden={locked}>
          <OpenShell />
        </div>
      )}
      {locked && <LockScreen />}
    </>
  )
}

/** What stands around every screen: navigation, header, and what opens over them. */
function OpenShell() {
  useServerEvents()
  useIdleLock()
  const { paletteOpen, taskDrawerOpen, noticesOpen, setPaletteOpen, setTaskDrawerOpen } =
    usePanels()
  const collapsed = usePanels((panels) => panels.navCollapsed)
  const verifying = useVerifyFile((verify) => verify.opened)
  // The palette opens from everywhere, also while somebody types.
  useHotkeys([['mod+K', () => setPaletteOpen(!paletteOpen)]], [])
  const main = useFocusOnNewScreen()
  const navigate = useNavigate()
  const showSnapshots = (roomId: string) =>
    void navigate({ to: '/rooms/$roomId/$tab', params: { roomId, tab: 'snapshots' } })

  return (
    <div className={classes.shell} data-collapsed={collapsed || undefined}>
      <a className={classes.skip} href="#main">
        Skip to the content
      </a>
      <Nav />
      <div className={classes.side}>
        <Header onTasks={() => setTaskDrawerOpen(true)} onPalette={() => setPaletteOpen(true)} />
        <ConnectionBar />
        <main id="main" ref={main} tabIndex={-1} className={classes.main}>
          <Outlet />
          <FloatRoot />
        </main>
      </div>
      <WindowDrop />
      <Suspense>
        <TaskToasts onShowRoom={showSnapshots} />
        <OnceWanted wanted={paletteOpen}>
          <Palette />
        </OnceWanted>
        <OnceWanted wanted={taskDrawerOpen}>
          <TaskDrawer />
        </OnceWanted>
        <OnceWanted wanted={noticesOpen}>
          <NoticesDrawer />
        </OnceWanted>
        <OnceWanted wanted={verifying}>
          <VerifyDialog />
        </OnceWanted>
      </Suspense>
    </div>
  )
}

/** Loads its content when it is first asked for, and keeps it from then on. */
function OnceWanted({ wanted, children }: { wanted: boolean; children: ReactNode }) {
  const [loaded, setLoaded] = useState(wanted)
  if (wanted && !loaded) setLoaded(true)
  return loaded ? children : null
}

/** A session that ends elsewhere leads to the sign-in screen, and back here afterwards. */
function useSignedOutGuard(): void {
  const router = useRouter()
  useEffect(
    () =>
      whenSignedOut(() => {
        forgetSession()
        useLock.setState({ ended: true })
        void router.invalidate()
      }),
    [router],
  )
}

/** Moves the focus to a new screen, so that the keyboard and screen readers start at its top. */
function useFocusOnNewScreen() {
  const main = useRef<HTMLElement>(null)
  const screen = useRouterState({
    select: ({ resolvedLocation }) => screenOf(resolvedLocation?.pathname),
  })
  const shown = useRef(screen)
  useEffect(() => {
    if (shown.current !== undefined && shown.current !== screen) main.current?.focus()
    shown.current = screen
  }, [screen])
  return main
}

/** The tabs of a room are one screen; the comparison of its snapshots is another. */
function screenOf(pathname: string | undefined): string | undefined {
  if (pathname?.endsWith('/compare') === true) return pathname
  return pathname?.split('/').slice(0, 3).join('/')
}
