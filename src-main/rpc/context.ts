import type { AuditSource } from '../../src-shared/contract/enums.ts'
import type { Actor } from '../features/audit/index.ts'

/** Holds the session's token for one caller: a cookie, a window, or nothing. */
export interface SessionSlot {
  get(): string | undefined
  set(token: string | undefined): void
}

/** What a door says of a call before the gate has looked at it. */
export interface DoorContext {
  source: AuditSource
  session: SessionSlot
  /** Signed in by the door itself: the workspace’s owner at the command line. */
  actor?: Actor
}
