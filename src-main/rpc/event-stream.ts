import { taskPermissions } from '../../src-shared/contract/snapshots.ts'
import type { ChangeEvent } from '../../src-shared/contract/system.ts'
import type { Call } from '../features/audit/index.ts'
import { stillIn } from './admission.ts'
import { audiences } from './changes.ts'
import type { Services } from './services.ts'

/**
 * Everything that changes from now on, as far as this caller may see it; first of all `ready`. Ends
 * with the caller's session: the gate was passed once, and the stream may go on for days.
 */
export async function* visibleEvents(
  services: Services,
  call: Call,
  signal: AbortSignal | undefined,
): AsyncGenerator<ChangeEvent> {
  const end = signal ?? new AbortController().signal
  const heard = services.events.listen(end)
  try {
    yield { kind: 'ready' }
    for await (const event of heard) {
      const actor = await stillIn(services, call.actor)
      if (actor === undefined) return
      if (await maySee(services, { ...call, actor }, event)) yield event
    }
  } finally {
    // A caller that leaves right after `ready` has not begun to hear.
    await heard.return?.()
  }
}

async function maySee(services: Services, call: Call, event: ChangeEvent): Promise<boolean> {
  const { access } = services
  if (event.kind === 'ready') return true
  if (event.kind === 'import') return event.account_id === call.actor.account_id
  if (event.kind === 'run') return (await access.decide(call.actor, 'runs.read', null)).allowed
  if (event.kind === 'notice') {
    return (await access.decide(call.actor, 'records.read', null)).allowed
  }
  if (event.kind === 'task') {
    const place = await services.taskPlace(event.task.task_id)
    if (place !== undefined && place.created_by === call.actor.account_id) return true
    const needed = taskPermissions[event.task.task_type]
    if (needed !== null && !(await access.decide(call.actor, needed, null)).allowed) return false
    if ((await access.decide(call.actor, 'tasks.view', null)).allowed) return true
    return place?.room_id != null && (await access.place(call.actor, place.room_id))?.party != null
  }
  const audience = audiences[event.resource]
  if (audience === 'everybody') return true
  if (audience === 'in the room') {
    return event.room_id !== null && (await access.place(call.actor, event.room_id)) !== undefined
  }
  if (audience === 'oneself') {
    if (event.id === call.actor.account_id) return true
    return (await access.decide(call.actor, 'accounts.list', null)).allowed
  }
  return (await access.decide(call.actor, audience, null)).allowed
}
