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
const day = z.iso.date().optional().catch(undefined)

/**
 * The audit page's part of the address: filters and the page. What cannot be read is left out, so
 * that an old or mistyped address still opens. Days are of the reader's zone, both included.
 */
export const auditSearchSchema = z.object({
  q: word(200),
  actor: word(254),
  action: word(80),
  resource_type: word(40),
  resource_id: word(80),
  room_id: z.uuid().optional().catch(undefined),
  outcome: z.enum(auditOutcomes).optional().catch(undefined),
  source: z.enum(auditSources).optional().catch(undefined),
  from: day,
  to: day,
  cursor: word(200),
})
export type AuditSearch = z.infer<typeof auditSearchSchema>

/** The input of `audit.list` for an address: days become moments, the last day is whole. */
export function auditListInput({ from, to, ...search }: AuditSearch) {
  return {
    ...Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)),
    ...(from === undefined ? {} : { from: startOfDay(from, 0) }),
    ...(to === undefined ? {} : { to: startOfDay(to, 1) }),
    limit: 50,
  }
}

/** The moment at which a day of the reader's zone begins, `later` days on, in UTC. */
function startOfDay(date: string, later: number): string {
  const [year = 1970, month = 1, dayOfMonth = 1] = date.split('-').map(Number)
  return new Date(year, month - 1, dayOfMonth + later).toISOString()
}

/** Whether anything narrows the list (the page does not). */
export const isFiltered = ({ cursor: _, ...filters }: AuditSearch): boolean =>
  Object.values(filters).some((value) => value !== undefined)
