import type { Permission } from '../../src-shared/contract/permissions.ts'
import type { ChangedResource, ChangeEvent } from '../../src-shared/contract/system.ts'

/**
 * Who is told that something has changed: those who may list it. `in the room` is whoever sees the
 * room that the change is in, `oneself` the account that it is about and whoever lists accounts.
 * What `everybody` is told names nothing: only that it is time to look again.
 */
export const audiences: Record<
  ChangedResource,
  Permission | 'in the room' | 'oneself' | 'everybody'
> = {
  room: 'in the room',
  snapshot: 'in the room',
  audit: 'audit.view_all',
  account: 'oneself',
  token: 'tokens.manage_own',
  access: 'everybody',
  settings: 'everybody',
  organization: 'organizations.list',
  terminal: 'terminals.list',
  vessel: 'vessels.list',
  document_type: 'document_types.list',
  import: 'everybody',
  policy_set: 'policy_sets.read',
  assignment: 'assignments.read',
  exclusion: 'exclusions.read',
  run: 'runs.read',
  notice: 'records.read',
  webhook: 'webhooks.manage',
  storage: 'metrics.view',
}

/** What a change of each kind of thing is a change of; what is not named is part of its room. */
const resources: Partial<Record<string, ChangedResource>> = {
  snapshot: 'snapshot',
  account: 'account',
  session: 'account',
  api_token: 'token',
  access_matrix: 'access',
  settings: 'settings',
  organization: 'organization',
  terminal: 'terminal',
  vessel: 'vessel',
  document_type: 'document_type',
  import: 'import',
  policy_set: 'policy_set',
  assignment: 'assignment',
  exclusion: 'exclusion',
  run: 'run',
  notice: 'notice',
  webhook: 'webhook',
  blob: 'storage',
  storage: 'storage',
}

/** Those who are told may not be those who may see which one it was. */
const nameless: ReadonlySet<ChangedResource> = new Set([
  'token',
  'access',
  'settings',
  'import',
  'assignment',
  'exclusion',
])

interface Entry {
  action: string
  outcome: string
  resource_type: string
  resource_id: string | null
  room_id: string | null
}

/** What an audit entry means for the screens that are open. Every entry changes the trail. */
export function changesOf({
  action,
  outcome,
  resource_type,
  resource_id,
  room_id,
}: Entry): ChangeEvent[] {
  const trail: ChangeEvent = { kind: 'changed', resource: 'audit', id: null, room_id }
  if (outcome === 'denied' || action.endsWith('downloaded')) return [trail]
  // A dry run makes no import, and changes nothing else.
  if (resource_type === 'import' && resource_id === null) return [trail]
  const changes = [trail]
  const resource = resources[resource_type]
  if (resource !== undefined) {
    changes.push({
      kind: 'changed',
      resource,
      id: nameless.has(resource) ? null : resource_id,
      room_id: audiences[resource] === 'in the room' ? room_id : null,
    })
  }
  // A snapshot is about a room and no part of it.
  if (room_id !== null && resource !== 'snapshot') {
    changes.push({ kind: 'changed', resource: 'room', id: room_id, room_id })
  }
  return changes
}
