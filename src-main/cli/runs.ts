import type { CoverageStatus } from '../../src-shared/contract/enums.ts'
import type { CoverageRow } from '../../src-shared/contract/policies.ts'
import type { RunRecord } from '../../src-shared/contract/records.ts'
import type { Run } from '../../src-shared/contract/runs.ts'
import { failureOf } from '../rpc/local-client.ts'
import { type Answer, table } from './output.ts'
import { findSet } from './policies.ts'
import type { Session } from './session.ts'
import { createProgress } from './terminal.ts'

export interface RunFlags {
  policy?: string
  cadence?: string
  room: string[]
  now?: boolean
  dryRun?: boolean
}

export interface CoverageFlags {
  policy?: string
  status?: CoverageStatus
}

/** More records than this are counted, not listed. */
const listedAtMost = 50

/** One run to its end, with what an earlier process left taken up first. Nothing due is no failure. */
export async function runOnce(session: Session, flags: RunFlags): Promise<Answer> {
  const { workspace, client } = session
  const room_ids: string[] = []
  for (const code of flags.room) room_ids.push((await workspace.services.rooms.byCode(code)).id)
  const policy_set_id =
    flags.policy === undefined ? undefined : (await findSet(session, flags.policy)).id
  const progress = createProgress('run')
  const unsubscribe = workspace.services.events.subscribe((event) => {
    if (event.kind === 'run') progress.at(event.run.progress, event.run.status)
  })
  let run: Run
  try {
    run = await client.runs.create({
      ...(policy_set_id === undefined ? {} : { policy_set_id }),
      ...(flags.cadence === undefined ? {} : { cadence: flags.cadence }),
      ...(room_ids.length === 0 ? {} : { room_ids }),
      dry_run: flags.dryRun === true,
      due_only: flags.now !== true,
    })
    await workspace.automation.idle()
  } catch (error) {
    const { code, message } = failureOf(error)
    if (code !== 'NOTHING_DUE') throw error
    return { value: { run: null, records: [] }, lines: [message] }
  } finally {
    unsubscribe()
    progress.end()
    // What an earlier process left half made.
    await workspace.tasks.idle()
  }
  const ended = await client.runs.get({ run_id: run.id })
  const { body } = await client.records.run({ run_id: run.id, limit: 500 })
  return {
    ok: ended.status === 'completed',
    value: { run: ended, records: body.records },
    lines: [runLine(ended), ...recordLines(body.records, body.total)],
  }
}

function runLine(run: Run): string {
  const { created, deleted, failed, skipped, blocked } = run
  const counts = Object.entries({ created, deleted, failed, skipped, blocked })
    .filter(([, count]) => count > 0)
    .map(([action, count]) => `${count} ${action}`)
  return `run ${run.id}${run.dry_run ? ' (dry run)' : ''}: ${run.status}, ${counts.length === 0 ? 'nothing decided' : counts.join(', ')}`
}

function recordLines(records: readonly RunRecord[], total: number): string[] {
  if (records.length === 0) return []
  const shown = records.slice(0, listedAtMost)
  return [
    ...table(
      ['ROOM', 'CADENCE', 'PERIOD', 'FORMAT', 'ACTION', 'REASON'],
      shown.map((one) => [
        one.room_code,
        one.cadence,
        one.period_key ?? '',
        one.format ?? '',
        one.action,
        one.message ?? one.retention_reason ?? one.reason,
      ]),
    ),
    ...(total > shown.length ? [`… and ${total - shown.length} more`] : []),
  ]
}

/** Every open room and cadence; not in order where something is overdue or blocked. */
export async function showCoverage(session: Session, flags: CoverageFlags): Promise<Answer> {
  const rows: CoverageRow[] = []
  const filter = {
    ...(flags.policy === undefined ? {} : { policy: (await findSet(session, flags.policy)).id }),
    ...(flags.status === undefined ? {} : { status: flags.status }),
  }
  for (;;) {
    const { body } = await session.client.policies.coverage({
      ...filter,
      limit: 500,
      offset: rows.length,
    })
    rows.push(...body.rows)
    if (body.rows.length > 0 && rows.length < body.count) continue
    const { summary, percentage } = body
    return {
      ok: summary.overdue + summary.blocked === 0,
      value: { rows, count: rows.length, summary, percentage },
      lines: [
        `${percentage} % covered: ${Object.entries(summary)
          .map(([status, count]) => `${count} ${status}`)
          .join(', ')}`,
        ...(rows.length === 0
          ? []
          : table(
              ['ROOM', 'POLICY SET', 'CADENCE', 'STATUS', 'NEWEST'],
              rows.map((row) => [
                row.room_code,
                row.policy_set_name ?? '',
                row.cadence ?? '',
                row.status,
                row.newest ?? '',
              ]),
            )),
      ],
    }
  }
}
