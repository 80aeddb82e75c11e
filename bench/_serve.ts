import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from '../scripts/freshness.ts'

/** The built command line. */
export const cli = join(root, 'out/main/cli.js')

/** Starts `sts serve` of the built program on a free port, and waits until it says where it listens. */
export async function serve(dir: string): Promise<{ server: ChildProcess; origin: string }> {
  const server = spawn(process.execPath, [cli, 'serve', '--port', '0', '--workspace', dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(server.stdout, 'data')
  const origin = /http:\/\/[\w.]+:\d+/.exec(String(line))?.[0]
  if (origin === undefined) throw new Error(`The server said no address: ${String(line)}`)
  return { server, origin }
}

/** Ends a server, and waits until it has ended. */
export async function stop(server: ChildProcess): Promise<void> {
  server.kill('SIGTERM')
  await once(server, 'exit')
}
