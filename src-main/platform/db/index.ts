export { contains } from './contains.ts'
export {
  countFullText,
  inFullText,
  jsonField,
  jsonListHolds,
  matchesWords,
  matchQuery,
  matchQueryByWords,
  matchWord,
  rowNumber,
  searchWords,
  startOfText,
  tableOf,
  unindexed,
} from './dialect.ts'
export type { Executor } from './executor.ts'
export { type ForeignDb, type ForeignRow, openForeign } from './foreign.ts'
export { lockWorkspace } from './lock.ts'
export { migrate, migrationStates } from './migrate.ts'
export {
  asDomainError,
  type Db,
  openDatabase,
  openReadOnly,
  quickCheck,
  refuseForeign,
} from './open.ts'
