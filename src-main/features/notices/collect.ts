import type { NoticeKind } from '../../../src-shared/contract/enums.ts'
import type { CoverageRow } from '../../../src-shared/contract/policies.ts'
import { utcText } from '../../../src-shared/rules/times.ts'
import type { Executor } from '../../platform/db/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './store.ts'

/** A notice before it has an id. `key` says what it tells of; the same is never told twice. */
export interface Found {
  key: string
  kind: NoticeKind
  text: string
  resource_type: string
  resource_id: string
  detail: Record<string, unknown>
}

const named = 5
/** So long before its end a pause is reminded of; a shorter one at once. */
const remindedMillis = 24 * 3_600_000

/** What runs, stored files, and pauses give people to know, and nobody has been told yet. */
export async function findNotices(db: Executor<Tables>, now: string): Promise<Found[]> {
  const found: Found[] = []
  for (const run of await store.troubledRuns(db)) {
    found.push(ofRun(run, await store.troublesOf(db, run.seq)))
  }
  for (const { sha256, damaged_at, size_bytes } of await store.damagedFiles(db)) {
    const snapshots = await store.shownBy(db, sha256, named)
    const rooms = [...new Set(snapshots.map(({ code }) => code))]
    found.push({
      key: `damaged:${sha256}:${damaged_at}`,
      kind: 'damaged',
      text: `A stored file is damaged${rooms.length === 0 ? '' : `: that of a snapshot of ${rooms.join(', ')}`}. Retry the snapshot to make it again, or put the file back out of a back-up.`,
      resource_type: 'blob',
      resource_id: sha256,
      detail: { sha256, size_bytes, rooms, snapshots: snapshots.map(({ id }) => id) },
    })
  }
  const soon = new Date(Date.parse(now) + remindedMillis).toISOString()
  for (const { id, name, paused_until } of await store.pausedSets(db, now, soon)) {
    found.push({
      key: `paused:${id}:${paused_until}`,
      kind: 'paused',
      text: `The pause of “${name}” ends on ${utcText(paused_until)}: it takes and removes snapshots again from its next time on. A later date in the set keeps it paused.`,
      resource_type: 'policy_set',
      resource_id: id,
      detail: { paused_until },
    })
  }
  return found
}

type Run = Awaited<ReturnType<typeof store.troubledRuns>>[number]
type Troubles = Awaited<ReturnType<typeof store.troublesOf>>

function ofRun(run: Run, troubles: Troubles): Found {
  // Partial is also what was blocked; but only a run whose process ended before it did is below 100.
  const wasLeft = run.status === 'partial' && run.progress < 100
  const failed = run.failed > 0 || run.status === 'failed' || wasLeft
  const about = [run.policy_set_name, run.cadence].filter((part) => part !== null).join(', ')
  const title = `Run ${run.seq}${about === '' ? '' : ` (${about})`}`
  const parts = [
    ...(wasLeft ? ['was not finished'] : []),
    ...(run.status === 'failed' ? ['failed'] : []),
    ...(run.failed > 0 ? [`failed for ${rooms(run.failed)}`] : []),
    ...(run.blocked > 0 ? [`was blocked for ${rooms(run.blocked)}`] : []),
  ]
  const waits = troubles.some(({ reason }) => reason === 'mass_deletion')
  // What a record says of a mass deletion is about its own room.
  const [first] = troubles.filter(({ reason }) => reason !== 'mass_deletion')
  const why = first === undefined && waits ? null : (first?.message ?? run.error_summary)
  return {
    key: `run:${run.seq}`,
    kind: failed ? 'failed' : 'blocked',
    text: [
      `${title} ${parts.join(', and ')}.`,
      ...(why === null || why === undefined ? [] : [ending(why)]),
      ...(waits
        ? [
            'Too many snapshots would have been removed at once, so none was: it waits for a person who types their number.',
          ]
        : []),
    ].join(' '),
    resource_type: 'run',
    resource_id: String(run.seq),
    detail: {
      status: run.status,
      ...{ created: run.created, deleted: run.deleted, failed: run.failed, blocked: run.blocked },
      reasons: troubles.map(({ action, reason, count }) => ({ action, reason, count })),
      policy_set_id: run.policy_set_id,
      cadence: run.cadence,
    },
  }
}

/**
 * Which rooms are overdue, by policy set and cadence: told once a day while it lasts.
 * @param day the present one, such as 2026-11-26
 */
export function overdueNotices(rows: readonly CoverageRow[], day: string): Found[] {
  const groups = new Map<string, CoverageRow[]>()
  for (const row of rows) {
    const key = `${row.policy_set_id}:${row.cadence}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups].flatMap(([key, group]) => {
    const [first] = group
    if (first === undefined || first.policy_set_id === null) return []
    const codes = group.slice(0, named).map(({ room_code }) => room_code)
    const more = group.length > named ? ', …' : ''
    return {
      key: `overdue:${key}:${day}`,
      kind: 'overdue' as const,
      text: `${first.policy_set_name}, ${first.cadence}: ${rooms(group.length)} ${group.length === 1 ? 'has' : 'have'} no snapshot that is new enough (${codes.join(', ')}${more}).`,
      resource_type: 'policy_set',
      resource_id: first.policy_set_id,
      detail: { cadence: first.cadence, count: group.length, rooms: codes },
    }
  })
}

const rooms = (count: number) => (count === 1 ? '1 room' : `${count} rooms`)
const ending = (sentence: string) => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`)
