import type { Cadence } from '../../src-shared/contract/cadences.ts'
import type { PolicySet } from '../../src-shared/contract/policy-sets.ts'
import { retentionSentence } from '../../src-shared/rules/retention.ts'
import { wallAt } from '../../src-shared/rules/zoned-time.ts'
import { DomainError } from '../platform/domain-error.ts'
import { type Answer, table } from './output.ts'
import type { Session } from './session.ts'

const previewed = 10

export async function listSets({ client }: Session): Promise<Answer> {
  const sets = await everySet(client)
  return {
    value: sets,
    lines:
      sets.length === 0
        ? ['There is no policy set.']
        : table(
            ['NAME', 'SCOPE', 'PRIORITY', 'ACTIVE', 'ROOMS', 'CADENCES'],
            sets.map((set) => [
              set.name,
              scopeText(set),
              String(set.priority),
              set.is_active ? 'yes' : 'no',
              String(set.assignments),
              set.policies.join(', '),
            ]),
          ),
  }
}

export async function showSet(session: Session, nameOrId: string): Promise<Answer> {
  const set = await findSet(session, nameOrId)
  return {
    value: set,
    lines: [
      `${set.name}, version ${set.version}: ${scopeText(set)}, priority ${set.priority}, ${set.is_active ? 'active' : 'not active'}`,
      ...(set.paused_until === null ? [] : [`Paused until ${set.paused_until}`]),
      ...set.cadences.map(
        (cadence) =>
          `${cadence.name}: ${scheduleText(cadence)}. ${retentionSentence(cadence.retention)}`,
      ),
    ],
  }
}

export async function explainRoom(session: Session, code: string): Promise<Answer> {
  const room = await session.workspace.services.rooms.byCode(code)
  const answer = await session.client.policies.effective({ room_id: room.id })
  return {
    value: answer,
    lines: [
      answer.reason,
      ...answer.candidates
        .filter(({ outcome }) => outcome === 'lost')
        .map(({ name, reason }) => `“${name}” does not decide: ${reason}.`),
      ...answer.cadences.map(
        ({ name, next_due, retention, would_remove }) =>
          `${name}: next ${next_due ?? 'when it happens'}. ${retention} Now it would remove ${would_remove.length}.`,
      ),
    ],
  }
}

export async function previewSet(session: Session, nameOrId: string): Promise<Answer> {
  const set = await findSet(session, nameOrId)
  const cadences = await Promise.all(
    set.cadences.map(async ({ name, schedule, time_zone }) => {
      const { times } = await session.client.policies.schedulePreview({
        ...{ schedule, time_zone },
        count: previewed,
      })
      return { name, time_zone, times }
    }),
  )
  return {
    value: { policy_set_id: set.id, cadences },
    lines: cadences.flatMap(({ name, time_zone, times }) =>
      times.length === 0
        ? [`${name}: when it happens`]
        : table(
            [name.toUpperCase(), time_zone],
            times.map((time) => [time, localText(time, time_zone)]),
          ),
    ),
  }
}

/** @throws NOT_FOUND, CONFLICT when sets of several scopes have the name */
export async function findSet({ client }: Session, nameOrId: string): Promise<PolicySet> {
  const wanted = nameOrId.toLowerCase()
  const found = (await everySet(client)).filter(
    ({ id, name }) => id === nameOrId || name.toLowerCase() === wanted,
  )
  const [set, another] = found
  if (set === undefined) {
    throw new DomainError('NOT_FOUND', `There is no policy set called ${nameOrId}.`)
  }
  if (another !== undefined) {
    throw new DomainError(
      'CONFLICT',
      `${found.length} policy sets are called ${nameOrId}; name one by its id: ${found.map(({ id }) => id).join(', ')}`,
    )
  }
  return set
}

async function everySet(client: Session['client']): Promise<PolicySet[]> {
  const sets: PolicySet[] = []
  for (;;) {
    const { policy_sets, count } = (
      await client.policySets.list({ limit: 500, offset: sets.length })
    ).body
    sets.push(...policy_sets)
    if (policy_sets.length === 0 || sets.length >= count) return sets
  }
}

const scopeText = ({ scope, scope_name }: PolicySet) =>
  scope === 'global' ? 'global' : `${scope} ${scope_name ?? ''}`.trim()

function scheduleText({ schedule, time_zone }: Cadence): string {
  switch (schedule.kind) {
    case 'hourly':
      return 'every hour'
    case 'daily':
      return `daily at ${schedule.at}, ${time_zone}`
    case 'weekly':
      return `weekly on ${schedule.days.join(', ')} at ${schedule.at}, ${time_zone}`
    case 'monthly':
      return `monthly on ${schedule.day === 31 ? 'the last day' : schedule.day} at ${schedule.at}, ${time_zone}`
    case 'cron':
      return `cron ${schedule.expression}, ${time_zone}`
    case 'event':
      return `at ${schedule.event}${schedule.before === undefined ? '' : ` (${schedule.before} before)`}`
  }
}

const localText = (time: string, zone: string): string =>
  new Date(wallAt(Date.parse(time), zone)).toISOString().slice(0, 16).replace('T', ' ')
