import { ORPCError, ValidationError } from '@orpc/server'
import type { TaskKind } from '../../src-shared/contract/enums.ts'
import {
  type ErrorCode,
  type ErrorData,
  errorCatalogue,
  type Issue,
} from '../../src-shared/contract/errors.ts'
import type { ProcedureMeta } from '../../src-shared/contract/procedure.ts'
import { taskPermissions } from '../../src-shared/contract/snapshots.ts'
import { forbidden } from '../features/access/index.ts'
import type { Actor, Call, RoomPlace } from '../features/audit/index.ts'
import { DomainError } from '../platform/domain-error.ts'
import type { DoorContext } from './context.ts'
import type { Services } from './services.ts'

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

const nobody: Actor = {
  account_id: null,
  email: 'anonymous',
  name: 'Anonymous',
  console_role: null,
  organization_id: null,
  session_id: null,
  token_permissions: null,
}

/**
 * The first three levels, in their order: authentication, room access, permission. Levels four
 * (input, data scope) and five (audit) follow inside the call.
 * @throws UNAUTHENTICATED, ROOM_NOT_FOUND, NOT_FOUND, FORBIDDEN, each with its level
 */
export async function passGate(
  services: Services,
  context: DoorContext,
  procedure: string,
  meta: ProcedureMeta,
  rawInput: unknown,
): Promise<Call> {
  const expects = typeof meta.audit === 'string' ? meta.audit : null
  const call: Call = { procedure, source: context.source, actor: nobody, room: null, expects }

  const actor = await signedIn(services, context)
  if (actor === undefined) {
    if (meta.anonymous === true) return call
    throw new Denial(call, new DomainError('UNAUTHENTICATED', undefined, denialData(1, meta, call)))
  }
  const known = { ...call, actor }

  const { room, isCreator } = await placeOf(services, known, meta, rawInput)
  const placed = { ...known, room }
  if (typeof meta.permission !== 'string') return placed

  if (meta.own?.includes('creator') === true && (isCreator || meta.room !== 'task_id'))
    return placed
  if (meta.own?.includes('party') === true && room?.party != null) return placed
  const decision = await services.access.decide(actor, meta.permission, room)
  if (!decision.allowed) throw new Denial(placed, forbidden(decision))
  return placed
}

/** A refusal at the gate, with the call as far as it is known, for the trail. */
export class Denial extends Error {
  readonly call: Call
  readonly error: DomainError
  constructor(call: Call, error: DomainError) {
    super(error.message)
    this.call = call
    this.error = error
  }
}

async function signedIn(services: Services, context: DoorContext): Promise<Actor | undefined> {
  if (context.actor !== undefined) return context.actor
  const token = context.session.get()
  return token === undefined ? undefined : services.accounts.authenticate(token)
}

async function placeOf(
  services: Services,
  call: Call,
  meta: ProcedureMeta,
  rawInput: unknown,
): Promise<{ room: RoomPlace | null; isCreator: boolean }> {
  if (typeof meta.room !== 'string') return { room: null, isCreator: false }
  const id = fieldOf(rawInput, meta.room)
  if (meta.room === 'room_id') {
    const room = uuid.test(id) ? await services.access.place(call.actor, id) : undefined
    if (room === undefined) {
      throw new Denial(
        call,
        new DomainError('ROOM_NOT_FOUND', undefined, denialData(2, meta, call)),
      )
    }
    return { room, isCreator: false }
  }
  const task = await services.taskPlace(id)
  const isCreator = task !== undefined && task.created_by === call.actor.account_id
  const room =
    task?.room_id == null ? undefined : await services.access.place(call.actor, task.room_id)
  const isVisible =
    task !== undefined && (isCreator || (await mayKnow(services, call.actor, task.kind)))
  if (!isVisible || (task.room_id !== null && room === undefined && !isCreator)) {
    const error = new DomainError('NOT_FOUND', 'There is no such task.', denialData(2, meta, call))
    throw new Denial(call, error)
  }
  return { room: room ?? null, isCreator }
}

/** May this actor know of a task of this kind that is not his own? Room by room, or as a kind. */
async function mayKnow(services: Services, actor: Actor, kind: TaskKind): Promise<boolean> {
  const needed = taskPermissions[kind]
  return needed === null || (await services.access.decide(actor, needed, null)).allowed
}

function fieldOf(input: unknown, field: string): string {
  if (typeof input !== 'object' || input === null) return ''
  const value: unknown = Object.entries(input).find(([name]) => name === field)?.[1]
  return typeof value === 'string' ? value : ''
}

function denialData(level: number, meta: ProcedureMeta, call: Call): ErrorData {
  return {
    level,
    permission: typeof meta.permission === 'string' ? meta.permission : null,
    roles: { console: call.actor.console_role, party: call.room?.party?.role ?? null },
    would_be_granted_to: [],
  }
}

/** Leaves the denial in the trail. @throws AUDIT_UNAVAILABLE */
export async function recordDenial(
  services: Services,
  call: Call,
  error: DomainError,
): Promise<void> {
  await services.audit.record(call, {
    action: 'access.denied',
    resource_type: 'procedure',
    resource_id: call.procedure,
    outcome: 'denied',
    detail: {
      level: error.data.level ?? null,
      code: error.code,
      permission: error.data.permission ?? null,
    },
  })
}

/** The envelope of an expected error. */
export function envelope(error: DomainError): ORPCError<ErrorCode, ErrorData> {
  return new ORPCError(error.code, {
    status: errorCatalogue[error.code].status,
    message: error.message,
    data: error.data,
  })
}

/** An input that does not fit its schema, as one of our errors: each issue with its place. */
export function inputError(error: unknown): DomainError | undefined {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') return undefined
  if (!(error.cause instanceof ValidationError)) return undefined
  const issues: Issue[] = error.cause.issues.map((issue) => ({
    path: (issue.path ?? []).map((part) => plainKey(typeof part === 'object' ? part.key : part)),
    message: issue.message,
  }))
  const first = issues[0]
  const where = first === undefined || first.path.length === 0 ? '' : `${first.path.join('.')}: `
  return new DomainError(
    'BAD_REQUEST',
    first === undefined ? undefined : `${where}${first.message}`,
    {
      issues,
    },
  )
}

const plainKey = (key: PropertyKey): string | number =>
  typeof key === 'number' ? key : String(key)
