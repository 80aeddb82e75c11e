import { create } from 'zustand'

interface Lock {
  /** The screen asks for the password; what was open stays as it was beneath. */
  locked: boolean
  /** Whose session it is, where the page no longer knows. */
  email: string | undefined
  /** The last session ended by itself, or from elsewhere: the sign-in says so. */
  ended: boolean
}

/** How the session stands, beside who it is. */
export const useLock = create<Lock>(() => ({ locked: false, email: undefined, ended: false }))
