import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import type { Notice } from '../../src-shared/contract/notices.ts'
import type { Task } from '../../src-shared/contract/snapshots.ts'
import type { ChangeEvent } from '../../src-shared/contract/system.ts'
import { useImportJob } from '../state/import-job.ts'
import { useLock } from '../state/lock.ts'
import { statusLooks } from '../ui/status.ts'
import { client } from './client.ts'
import { useConnection } from './connection.ts'
import { api, queryClient } from './queries.ts'

type Changed = Extract<ChangeEvent, { kind: 'changed' }>

/** Which procedures’ answers a change makes old. */
const touched: Record<Changed['resource'], readonly string[]> = {
  room: ['rooms', 'parties', 'roomVessels', 'documents', 'approvals', 'messages', 'vessels'],
  snapshot: ['snapshots', 'tasks', 'rooms'],
  audit: ['audit'],
  account: ['auth', 'access', 'accounts'],
  token: ['tokens'],
  access: ['access', 'auth'],
  settings: ['settings', 'system', 'auth'],
  // What rooms show of the registry is old with it.
  organization: ['organizations', 'rooms'],
  terminal: ['terminals', 'rooms'],
  vessel: ['vessels', 'roomVessels', 'rooms', 'documents', 'approvals', 'messages'],
  document_type: ['documentTypes', 'documents', 'rooms'],
  policy_set: ['policySets', 'policies', 'assignments'],
  assignment: ['assignments', 'policies', 'policySets'],
  exclusion: ['exclusions', 'policies'],
  run: ['runs', 'records', 'policies'],
  notice: ['notices'],
  webhook: ['webhooks'],
  // It brings rooms with all that is in them, people, and whatever they name: one event for all.
  import: [
    'imports',
    'rooms',
    'parties',
    'roomVessels',
    'documents',
    'approvals',
    'messages',
    'snapshots',
    'accounts',
    'auth',
    'organizations',
    'vessels',
    'documentTypes',
  ],
  storage: ['storage', 'snapshots'],
}

/**
 * Keeps every open screen true while mounted: asks again for what has changed, and puts each
 * task’s progress into the lists that show it. After a lost line everything is asked for again.
 */
export function useServerEvents(): void {
  const open = useConnection((connection) => connection.state === 'open')
  const locked = useLock((lock) => lock.locked)
  useEffect(() => {
    if (!open || locked) return
    const stop = new AbortController()
    listen(stop.signal).catch(() => {
      // The line is gone or the session has ended; both have a way of their own to say so.
    })
    return () => stop.abort()
  }, [open, locked])
}

/** Whether the stream has been open before: what was missed in between must be asked for. */
let openedBefore = false

async function listen(signal: AbortSignal): Promise<void> {
  const events = await client.system.events(undefined, { signal })
  const old = new Map<string, Changed>()
  let timer: number | undefined
  const flush = (): void => {
    timer = undefined
    const changes = [...old.values()]
    old.clear()
    void queryClient.invalidateQueries({
      predicate: ({ queryKey }) => changes.some((change) => isTouched(queryKey, change)),
    })
  }
  try {
    for await (const event of events) {
      if (event.kind === 'task') taskStep(event.task)
      else if (event.kind === 'import') importStep(event)
      else if (event.kind === 'notice') tellNotice(event.notice)
      else if (event.kind === 'changed') {
        old.set(`${event.resource} ${event.room_id}`, event)
        // A busy moment says the same thing many times; one answer is enough.
        timer ??= window.setTimeout(flush, 120)
      } else if (openedBefore) void queryClient.invalidateQueries()
      else openedBefore = true
    }
  } finally {
    if (timer !== undefined) window.clearTimeout(timer)
    if (old.size > 0) flush()
  }
}

/** Asks again for everything that is shown of a room, after a change that was made here. */
export function roomChanged(roomId: string): Promise<void> {
  const change: Changed = { kind: 'changed', resource: 'room', id: roomId, room_id: roomId }
  return queryClient.invalidateQueries({ predicate: ({ queryKey }) => isTouched(queryKey, change) })
}

function isTouched(queryKey: readonly unknown[], change: Changed): boolean {
  const [path, options] = queryKey
  if (!Array.isArray(path) || !touched[change.resource].includes(String(path[0]))) return false
  const roomId = roomIdOf(options)
  return roomId === undefined || change.room_id === null || roomId === change.room_id
}

function roomIdOf(options: unknown): unknown {
  if (typeof options !== 'object' || options === null || !('input' in options)) return undefined
  const { input } = options
  return typeof input === 'object' && input !== null && 'room_id' in input
    ? input.room_id
    : undefined
}

/** Says it at once; it stays in the drawer of notices until somebody has taken note of it. */
function tellNotice({ id, kind, text }: Notice): void {
  const { word, tone } = statusLooks.notice[kind]
  notifications.show({
    id: `notice ${id}`,
    color: tone === 'red' ? 'red' : 'yellow',
    title: word,
    message: text,
    autoClose: 10_000,
  })
  void queryClient.invalidateQueries({ queryKey: api.notices.key() })
}

function importStep({ file_name, read, total }: Extract<ChangeEvent, { kind: 'import' }>): void {
  const { doing, file } = useImportJob.getState()
  if (doing !== null && file?.name === file_name) useImportJob.setState({ rows: { read, total } })
}

function taskStep(task: Task): void {
  queryClient.setQueryData(api.tasks.get.queryKey({ input: { task_id: task.task_id } }), task)
  let known = false
  queryClient.setQueriesData<{ headers: { 'x-total-count': string }; body: Task[] }>(
    { queryKey: api.tasks.list.key() },
    (list) => {
      if (!list?.body.some((item) => item.task_id === task.task_id)) return list
      known = true
      return {
        ...list,
        body: list.body.map((item) => (item.task_id === task.task_id ? task : item)),
      }
    },
  )
  if (!known) void queryClient.invalidateQueries({ queryKey: api.tasks.list.key() })
}
