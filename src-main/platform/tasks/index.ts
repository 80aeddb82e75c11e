export {
  createTasks,
  type NewTask,
  type TaskContext,
  type TaskError,
  type TaskHandler,
  type Tasks,
} from './runner.ts'
export type { TaskFilter, TaskRow, TaskTables } from './store.ts'
