import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface Panels {
  navCollapsed: boolean
  /** The palette (Ctrl/Cmd+K): `Palette` reads and writes this. */
  paletteOpen: boolean
  /** The drawer of background tasks: `TaskDrawer` reads and writes this. */
  taskDrawerOpen: boolean
  /** The drawer of notices: `NoticesDrawer` reads and writes this. */
  noticesOpen: boolean
  setNavCollapsed(collapsed: boolean): void
  setPaletteOpen(open: boolean): void
  setTaskDrawerOpen(open: boolean): void
  setNoticesOpen(open: boolean): void
}

/** What stands open around the page. Only the navigation's width outlives a reload. */
export const usePanels = create<Panels>()(
  persist(
    (set) => ({
      navCollapsed: false,
      paletteOpen: false,
      taskDrawerOpen: false,
      noticesOpen: false,
      setNavCollapsed: (navCollapsed) => set({ navCollapsed }),
      setPaletteOpen: (paletteOpen) => set({ paletteOpen }),
      setTaskDrawerOpen: (taskDrawerOpen) => set({ taskDrawerOpen }),
      setNoticesOpen: (noticesOpen) => set({ noticesOpen }),
    }),
    { name: 'sts-panels', partialize: ({ navCollapsed }) => ({ navCollapsed }) },
  ),
)
