import { type Administration, createAdministration } from './administration.ts'
import { createSignIn, type SignIn } from './sign-in.ts'
import type { AccountTools } from './tools.ts'

/** Who there is, how they sign in, and who administers them. */
export interface Accounts extends SignIn, Omit<Administration, 'unlock'> {
  /** Lifts the lock of an account; `unlock` is one's own session. */
  unlockAccount: Administration['unlock']
}

export function createAccounts(tools: AccountTools): Accounts {
  const { unlock: unlockAccount, ...administration } = createAdministration(tools)
  return { ...administration, ...createSignIn(tools), unlockAccount }
}
