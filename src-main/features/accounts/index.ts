export { type Accounts, createAccounts } from './service.ts'
export { actorOf, stateOf } from './shapes.ts'
export type { Admission } from './sign-in.ts'
