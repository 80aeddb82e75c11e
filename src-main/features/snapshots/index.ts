export { createSnapshotGenerator } from './generate.ts'
export type { RenderAnswer, RenderJob } from './job.ts'
export { createSnapshotService, type Snapshots } from './service.ts'
export { createSnapshotTasks, type SnapshotTasks, toTask } from './tasks.ts'
