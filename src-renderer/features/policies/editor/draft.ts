import type { Cadence } from '../../../../src-shared/contract/cadences.ts'
import type {
  PolicyScope,
  RoomStatus,
  ScheduleEvent,
  SnapshotFormat,
  Weekday,
} from '../../../../src-shared/contract/enums.ts'
import type { Issue } from '../../../../src-shared/contract/errors.ts'
import {
  type CreatePolicySetInput,
  createPolicySetInput,
  type PolicySetBody,
} from '../../../../src-shared/contract/policy-sets.ts'
import { amountOf, isoOf, type TimeUnit } from './amounts.ts'

/** What a field of numbers holds while one types: a number, or a text that is none yet. */
export type Typed = string | number

export const retentionCounts = ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const
export const retentionSpans = [
  'within',
  'within_hourly',
  'within_daily',
  'within_weekly',
  'within_monthly',
  'within_yearly',
] as const
export type RetentionField = (typeof retentionCounts)[number] | (typeof retentionSpans)[number]

/** Everything that the kinds of schedule ask for: what another kind needs is kept while one chooses. */
export interface ScheduleDraft {
  kind: Cadence['schedule']['kind']
  at: string
  days: Weekday[]
  day: Typed
  expression: string
  event: ScheduleEvent
  before: Typed
  before_unit: TimeUnit
}

export interface CadenceDraft {
  /** Tells two of the same name apart while one types. */
  key: string
  name: string
  schedule: ScheduleDraft
  time_zone: string
  retention: Record<RetentionField, Typed>
}

export interface MatchDraft {
  statuses: RoomStatus[]
  title_prefix: string
  title_contains: string
  cargo_types: string[]
  tags: string[]
  eta_hours_from: Typed
  eta_hours_to: Typed
}

/** A policy set as it stands in the editor. */
export interface SetDraft {
  name: string
  description: string
  scope: PolicyScope
  scope_id: string | null
  match: MatchDraft
  cadences: CadenceDraft[]
  formats: SnapshotFormat[]
  options: PolicySetBody['options']
  keep_min: Typed
  final_snapshot: boolean
  priority: Typed
  is_active: boolean
  paused_until: string | null
}

type Scoped = { scope: PolicyScope; scope_id: string | null }

let keys = 0
const newKey = (): string => {
  keys += 1
  return `cadence ${keys}`
}

/** A cadence to begin with: daily at two in the reader's zone, a week of them kept. */
export function newCadence(name: string, time_zone: string): CadenceDraft {
  return cadenceDraft({
    name,
    schedule: { kind: 'daily', at: '02:00' },
    time_zone,
    retention: { daily: 7 },
  })
}

/** A set to begin with. */
export const newSet = (time_zone: string): SetDraft =>
  draftOf(
    {
      ...{ scope: 'global', scope_id: null },
      ...{ name: '', description: null, match: {}, cadences: [], formats: ['pdf'] },
      options: {
        include_documents: true,
        include_activity: true,
        include_approvals: true,
        include_messages: false,
        activity_limit: 100,
      },
      ...{ keep_min: 1, final_snapshot: false, priority: 100, is_active: true, paused_until: null },
    },
    [newCadence('daily', time_zone)],
  )

/** @param cadences instead of the body's own */
export function draftOf(body: PolicySetBody & Scoped, cadences?: CadenceDraft[]): SetDraft {
  const { match } = body
  return {
    name: body.name,
    description: body.description ?? '',
    scope: body.scope,
    scope_id: body.scope_id,
    match: {
      statuses: [...(match.statuses ?? [])],
      title_prefix: match.title_prefix ?? '',
      title_contains: match.title_contains ?? '',
      cargo_types: [...(match.cargo_types ?? [])],
      tags: [...(match.tags ?? [])],
      eta_hours_from: match.eta_hours_from ?? '',
      eta_hours_to: match.eta_hours_to ?? '',
    },
    cadences: cadences ?? body.cadences.map(cadenceDraft),
    formats: [...body.formats],
    options: body.options,
    keep_min: body.keep_min,
    final_snapshot: body.final_snapshot,
    priority: body.priority,
    is_active: body.is_active,
    paused_until: body.paused_until,
  }
}

function cadenceDraft({ name, schedule, time_zone, retention }: Cadence): CadenceDraft {
  const usual: ScheduleDraft = {
    ...{ kind: schedule.kind, at: '02:00', days: ['mon'], day: 1, expression: '0 2 * * *' },
    ...{ event: 'room_status_changed', before: 24, before_unit: 'hours' },
  }
  const { before, ...given } = { before: undefined, ...schedule }
  const kept = Object.fromEntries(
    [...retentionCounts, ...retentionSpans].map((field) => [field, retention[field] ?? '']),
  )
  return {
    key: newKey(),
    name,
    schedule: { ...usual, ...given, ...(before === undefined ? {} : amountOf(before)) },
    time_zone,
    retention: { ...noRetention, ...kept },
  }
}

const noRetention: Record<RetentionField, Typed> = {
  ...{ last: '', hourly: '', daily: '', weekly: '', monthly: '', yearly: '' },
  ...{ within: '', within_hourly: '', within_daily: '' },
  ...{ within_weekly: '', within_monthly: '', within_yearly: '' },
}

/** The fields of a record that hold something. */
const filled = (fields: object): object =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  )

/** A schedule in the contract's words, whether or not it is right. */
export function scheduleInput(schedule: ScheduleDraft): Record<string, unknown> {
  const { kind, at, days, day, expression, event, before, before_unit } = schedule
  switch (kind) {
    case 'hourly':
      return { kind }
    case 'daily':
      return { kind, at }
    case 'weekly':
      return { kind, days, at }
    case 'monthly':
      return { kind, day, at }
    case 'cron':
      return { kind, expression }
    case 'event':
      return {
        ...{ kind, event },
        ...(event === 'before_eta' ? { before: isoOf(before, before_unit) } : {}),
      }
  }
}

export const retentionInput = (retention: CadenceDraft['retention']): object => filled(retention)

/** A draft in the contract's words: right, or what is wrong with it, field by field. */
export function readDraft(
  draft: SetDraft,
): { input: CreatePolicySetInput } | { issues: readonly Issue[] } {
  const parsed = createPolicySetInput.safeParse({
    ...draft,
    match: filled(draft.match),
    cadences: draft.cadences.map(({ key: _, schedule, retention, ...cadence }) => ({
      ...cadence,
      schedule: scheduleInput(schedule),
      retention: retentionInput(retention),
    })),
    scope_id: draft.scope === 'global' ? null : draft.scope_id,
  })
  if (!parsed.success) {
    return {
      issues: parsed.error.issues.map(({ path, message }) => ({
        path: path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
        message,
      })),
    }
  }
  if (draft.scope !== 'global' && draft.scope_id === null) {
    return { issues: [{ path: ['scope_id'], message: `choose the ${draft.scope}` }] }
  }
  return { input: parsed.data }
}

/** Do two drafts say the same? The keys of their cadences do not count. */
export function sameDraft(one: SetDraft, other: SetDraft): boolean {
  const plain = (draft: SetDraft) =>
    JSON.stringify({ ...draft, cadences: draft.cadences.map(({ key: _, ...rest }) => rest) })
  return plain(one) === plain(other)
}
