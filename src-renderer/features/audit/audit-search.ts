import { z } from 'zod'
import { auditOutcomes, auditSources } from '../../../src-shared/contract/enums.ts'
import { roomChangingActions } from '../../../src-shared/rules/activity.ts'

/** What people choose from; the address may name others. */
export const resourceTypes = [
  'account',
  'approval',
  'audit',
  'blob',
  'document',
  'document_type',
  'message',
  'organization',
  'party',
  'procedure',
  'room',
  'session',
  'snapshot',
  'task',
  'terminal',
  'vessel',
  'workspace',
] as const

/** Actions that are offered while one types; any other may be typed. */
export const knownActions: readonly string[] = [
  ...new Set([
    ...roomChangingActions,
    'access.denied',
    'account.created',
    'audit.verified',
    'blob.repaired',
    'document.downloaded',
    'document_type.created',
    'document_type.deleted',
    'document_type.updated',
    'organization.created',
    'organization.deleted',
    'organization.updated',
    'room.deleted',
    'session.sign_in_failed',
    'session.signed_in',
    'session.signed_out',
    'snapshot.cancelled',
    'snapshot.completed',
    'snapshot.created',
    'snapshot.deleted',
    'snapshot.download_refused',
    'snapshot.downloaded',
    'snapshot.failed',
    'snapshot.held',
    'snapshot.released',
    'snapshot.retried',
    'snapshot.verified',
    'task.cancelled',
    'terminal.created',
    'terminal.deleted',
    'terminal.updated',
    'vessel.deleted',
    'vessel.registered',
    'workspace.created',
  ]),
].sort()

const word = (max: number) => z.coerce.string().trim().min(1).max(max).optional().catch(undefined)
/** A whole day of the reader's zone, or a moment in UTC, which a bar of the timeline gives. */
const dayOrMoment = z.union([z.iso.date(), z.iso.datetime()]).optional().catch(undefined)
const id = z.uuid().optional().catch(undefined)

export const auditViews = ['entries', 'timeline', 'statistics', 'failures'] as const

/**
 * The audit page's part of the address: filters and the page. What cannot be read is left out, so
 * that an old or mistyped address still opens. Days are of the reader's zone, both included; of two
 * moments the second no longer counts.
 */
export const auditSearchSchema = z.object({
  view: z.enum(auditViews).optional().catch(undefined),
  q: word(200),
  actor: word(254),
  action: word(80),
  resource_type: word(40),
  resource_id: word(80),
  room_id: id,
  organization_id: id,
  terminal_id: id,
  vessel_id: id,
  outcome: z.enum(auditOutcomes).optional().catch(undefined),
  source: z.enum(auditSources).optional().catch(undefined),
  from: dayOrMoment,
  to: dayOrMoment,
  /** The entry that the drawer shows. */
  entry: z.coerce.number().int().min(1).optional().catch(undefined),
  cursor: word(200),
  size: z
    .union([z.literal(10), z.literal(25), z.literal(50), z.literal(100)])
    .optional()
    .catch(undefined),
})
export type AuditSearch = z.infer<typeof auditSearchSchema>

export type AuditFilter = Omit<AuditSearch, 'view' | 'entry' | 'cursor' | 'size'>

export const filterOf = ({
  view: _v,
  entry: _e,
  cursor: _c,
  size: _s,
  ...filter
}: AuditSearch): AuditFilter => filter

/** The filters of an address as every procedure of the trail takes them: the last day is whole. */
export function filterInput(search: AuditSearch) {
  const { from, to, ...filter } = filterOf(search)
  return {
    ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)),
    ...(from === undefined ? {} : { from: isMoment(from) ? from : startOfDay(from, 0) }),
    ...(to === undefined ? {} : { to: isMoment(to) ? to : startOfDay(to, 1) }),
  }
}

/** The input of a list of entries: the filters, and which page. */
export function listInput(search: AuditSearch) {
  const { cursor, size = 50 } = search
  return { ...filterInput(search), ...(cursor === undefined ? {} : { cursor }), limit: size }
}

/** Whether one end of the time is a moment, not a day. */
export const isMoment = (end: string): boolean => end.includes('T')

/** The moment at which a day of the reader's zone begins, `later` days on, in UTC. */
function startOfDay(date: string, later: number): string {
  const [year = 1970, month = 1, dayOfMonth = 1] = date.split('-').map(Number)
  return new Date(year, month - 1, dayOfMonth + later).toISOString()
}

/** Whether anything narrows the trail (the view and the page do not). */
export const isFiltered = (search: AuditSearch): boolean => filterCount(filterOf(search)) > 0

/** How many filters are set. */
export const filterCount = (filter: Partial<AuditFilter>): number =>
  Object.values(filter).filter((value) => value !== undefined).length
