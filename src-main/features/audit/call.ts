import type { AuditSource, ConsoleRole, PartyRole } from '../../../src-shared/contract/enums.ts'
import type { Permission } from '../../../src-shared/contract/permissions.ts'

/** Who does something: an account, or `system` for what the program does by itself. */
export interface Actor {
  account_id: string | null
  email: string
  name: string
  console_role: ConsoleRole | null
  organization_id: string | null
  session_id: string | null
  /** What the API token used is narrowed to; null: everything that the roles grant. */
  token_permissions: readonly Permission[] | null
  /** The API token used, if the caller came with one. */
  token_id?: string
}

/** The caller's place in the room that the call is about. */
export interface RoomPlace {
  id: string
  organization_id: string
  terminal_id: string | null
  party: { id: string; role: PartyRole; organization: string | null } | null
}

/** One call, after the gate: what a service needs to know of its caller. */
export interface Call {
  /** `snapshots.create`; `system` for work that nobody called. */
  procedure: string
  source: AuditSource
  actor: Actor
  room: RoomPlace | null
  /** The action that a success must leave in the trail; null where none is declared. */
  expects: string | null
}

const systemActor: Actor = {
  account_id: null,
  email: 'system',
  name: 'System',
  console_role: null,
  organization_id: null,
  session_id: null,
  token_permissions: null,
}

/** A call by the program itself: recovery, finished tasks, automatic transitions. */
export function systemCall(source: AuditSource = 'system', room: RoomPlace | null = null): Call {
  return { procedure: 'system', source, actor: systemActor, room, expects: null }
}

/** The room that a call is about. @throws when the gate let a call through without one: a bug */
export function roomOf(call: Call): RoomPlace {
  if (call.room === null) throw new Error(`${call.procedure} was called without its room.`)
  return call.room
}
