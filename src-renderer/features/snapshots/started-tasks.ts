import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'

interface StartedTasks {
  /** Tasks that this window has started and of whose end it has not told yet. */
  ids: readonly string[]
  /** Those that were started together: of their end it tells once, when the last has ended. */
  together: readonly (readonly string[])[]
  /** The task whose end is on screen already, and needs no toast. */
  watched: string | null
  start(id: string): void
  startMany(ids: readonly string[]): void
  told(id: string): void
  toldMany(ids: readonly string[]): void
  watch(id: string | null): void
}

/** What this window has started, also after a reload: it tells of these when they end. */
export const useStartedTasks = create<StartedTasks>()(
  persist(
    (set) => ({
      ids: [],
      together: [],
      watched: null,
      start: (id) => set(({ ids }) => ({ ids: [...ids.filter((other) => other !== id), id] })),
      startMany: (ids) => set(({ together }) => ({ together: [...together, ids] })),
      toldMany: (ids) =>
        set(({ together }) => ({ together: together.filter((other) => other !== ids) })),
      told: (id) => set(({ ids }) => ({ ids: ids.filter((other) => other !== id) })),
      watch: (watched) => set({ watched }),
    }),
    {
      name: 'sts-started-tasks',
      storage: createJSONStorage(() => sessionStorage),
      partialize: ({ ids, together }) => ({ ids, together }),
    },
  ),
)
