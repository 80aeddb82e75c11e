import { api } from './queries.ts'

/** How many tasks a list on the screen holds. */
export const shownTasks = 50

/** Work that runs or waits, the longest first. The header, the drawer, and the toasts share it. */
export const openTasks = () =>
  api.tasks.list.queryOptions({ input: { ended: false, limit: shownTasks } })

/** Work that has ended, the last first. */
export const endedTasks = () =>
  api.tasks.list.queryOptions({ input: { ended: true, limit: shownTasks } })
