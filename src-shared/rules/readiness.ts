import type { ApprovalStatus, Criticality, DocumentStatus, ExpiryState } from '../contract/enums.ts'

/** The facts of a document that clearance depends on. Dates are `YYYY-MM-DD`. */
export interface ReadinessInput {
  status: DocumentStatus
  expires_on: string | null
  required: boolean
  criticality: Criticality
  expiry_warning_days: number | null
}

/** Days from `today` to `expires_on` (0 = expires today, negative = expired); null without expiry. */
export function daysLeft(expiresOn: string | null, today: string): number | null {
  if (expiresOn === null) return null
  return Math.round((Date.parse(expiresOn) - Date.parse(today)) / 86_400_000)
}

/** Expired is derived, never stored: a document is good through the whole day it expires on. */
export function isExpired(expiresOn: string | null, today: string): boolean {
  return expiresOn !== null && expiresOn < today
}

/** The days of warning of a document type, 7 where it names none. */
export const defaultWarningDays = 7

export function expiryState(
  document: Pick<ReadinessInput, 'expires_on' | 'expiry_warning_days'>,
  today: string,
): ExpiryState {
  const left = daysLeft(document.expires_on, today)
  if (left === null) return 'none'
  if (left < 0) return 'expired'
  return left <= (document.expiry_warning_days ?? defaultWarningDays) ? 'expiring_soon' : 'valid'
}

/** Resolved = approved and not expired. The one definition: list, detail, PDF, CSV. */
export function isResolved(
  document: Pick<ReadinessInput, 'status' | 'expires_on'>,
  today: string,
): boolean {
  return document.status === 'approved' && !isExpired(document.expires_on, today)
}

const criticalityWeight: Record<Criticality, number> = { high: 3, med: 2, low: 1 }

/** How pressing a document is: 1 to 81. Lists sort by it, highest first. */
export function documentScore(document: ReadinessInput, today: string): number {
  const left = daysLeft(document.expires_on, today)
  const urgency = left === null ? 1 : left < 0 ? 9 : left <= 3 ? 6 : left <= 7 ? 3 : 1
  return (document.required ? 3 : 1) * criticalityWeight[document.criticality] * urgency
}

/** Sorts by score, highest first; then by expiry, earliest first and none last. */
export function byPressure(
  a: { score: number; expires_on: string | null },
  b: { score: number; expires_on: string | null },
): number {
  if (a.score !== b.score) return b.score - a.score
  if (a.expires_on === b.expires_on) return 0
  if (a.expires_on === null) return 1
  if (b.expires_on === null) return -1
  return a.expires_on < b.expires_on ? -1 : 1
}

/** Clearance in percent with one decimal; 100 when nothing is required. */
export function progressPercentage(resolved: number, required: number): number {
  if (required === 0) return 100
  return Math.round((resolved / required) * 1000) / 10
}

export type BlockerReason = 'missing' | 'under_review' | 'rejected' | 'expired'

/** Why a document stops the room from being clear; null when it does not. */
export function blockerReason(document: ReadinessInput, today: string): BlockerReason | null {
  if (!document.required || isResolved(document, today)) return null
  return document.status === 'approved' ? 'expired' : document.status
}

/** Any rejected → rejected; all approved → approved; else pending. None at all is pending. */
export function overallApproval(statuses: readonly ApprovalStatus[]): ApprovalStatus {
  if (statuses.includes('rejected')) return 'rejected'
  if (statuses.length > 0 && statuses.every((status) => status === 'approved')) return 'approved'
  return 'pending'
}
