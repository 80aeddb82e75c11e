/**
 * The memory of the built program, `sts serve`, as the system counts it: at rest, at its peak during a
 * run over 1,000 rooms, and a minute after. It has as many render threads as it takes by itself.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { z } from 'zod'
import { ensureBuilt } from '../scripts/freshness.ts'
import { createLocalClient } from '../src-main/rpc/local-client.ts'
import { databaseName, openWorkspace } from '../src-main/workspace.ts'
import { makeSet, roomsFor } from './_policies.ts'
import { print, printMachine } from './_report.ts'
import { fillRooms } from './_rooms.ts'
import { serve, stop } from './_serve.ts'
import { entryUrl, openRaw, owner, sampleWorkspace } from './_world.ts'

if (process.platform !== 'linux') {
  console.log('The memory of another process is read from /proc, which only Linux has.')
  process.exit(0)
}
ensureBuilt(['main'])
const dir = await sampleWorkspace()
const raw = openRaw(join(dir, databaseName))
fillRooms(raw, { rooms: roomsFor(1000), documentsOfRoom: 16 })
raw.close()
const workspace = await openWorkspace({ dir, entryUrl, runTasks: false })
const actor = await workspace.services.accounts.actor(owner.email)
await makeSet(createLocalClient(workspace.router, actor, 'desktop'))
await workspace.close()
printMachine()

const { server, origin } = await serve(dir)
let token = ''
const call = async <Shape>(
  method: string,
  path: string,
  body: unknown,
  shape: z.ZodType<Shape>,
) => {
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return shape.parse(await response.json())
}
const { email, password } = owner
const session = z.object({ access_token: z.string() })
token = (await call('POST', '/api/v1/auth/login', { email, password }, session)).access_token

/** Bytes. @param field `VmRSS`, what it has now, or `VmHWM`, the most it ever had */
function memoryOf(field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024
}
function figure(name: string, bytes: number, limit: number): void {
  print({
    figure: name,
    measured: `${Math.round(bytes / 2 ** 20)} MB`,
    goal: `≤ ${limit} MB`,
    ok: bytes <= limit * 2 ** 20,
  })
}

await later(10_000)
figure('at rest, ten seconds after the start', memoryOf('VmRSS'), 250)
const run = await call('POST', '/api/snapshot/runs', {}, z.object({ total_rooms: z.number() }))
const open = z.object({ total: z.number() })
while ((await call('GET', '/api/snapshot/runs/active/progress', undefined, open)).total > 0) {
  await later(500)
}
figure(`at its peak, with a run over ${run.total_rooms} rooms`, memoryOf('VmHWM'), 450)
await later(60_000)
figure('a minute after the run', memoryOf('VmRSS'), 250)
await stop(server)
