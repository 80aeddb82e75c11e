/**
 * How long people wait for the built program: `serve` to its first answer over a workspace of
 * 100,000 audit entries, and `--version`. Beside it a bare `node`, started in the same rounds.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { ensureBuilt } from '../scripts/freshness.ts'
import { interleaved, ms, print, printMachine, times } from './_report.ts'
import { cli, serve, stop } from './_serve.ts'
import { addEntries, sampleWorkspace } from './_world.ts'

const entriesThere = 100_000

async function run(args: string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}.`)
}

const started: ChildProcess[] = []

/** Starts the server and waits for its first answer. */
async function serveAndAsk(dir: string): Promise<void> {
  const { server, origin } = await serve(dir)
  started.push(server)
  const answer = await fetch(`${origin}/api/health`)
  if (!answer.ok) throw new Error(`health answered ${answer.status}.`)
}
/** Not part of the time: the server of the round goes before the next one comes. */
async function stopAll(): Promise<void> {
  for (const server of started.splice(0)) await stop(server)
}

ensureBuilt(['main'])
const dir = await sampleWorkspace()
addEntries(dir, entriesThere)
printMachine()

const version = await interleaved(
  15,
  () => run([cli, '--version']),
  () => run(['-e', '0']),
)
print({
  figure: 'sts --version',
  measured: ms(version.ours.p50),
  peer: `node ${ms(version.peer.p50)}: ${times(version.ours.p50 / version.peer.p50)}`,
  goal: '≤ 120 ms',
  ok: version.ours.p50 <= 120,
})

const serving = await interleaved(
  9,
  () => serveAndAsk(dir),
  async () => {
    await stopAll()
    await run(['-e', '0'])
  },
  2,
)
await stopAll()
print({
  figure: `sts serve to its first answer, ${entriesThere.toLocaleString('en')} entries there`,
  measured: ms(serving.ours.p50),
  peer: `node ${ms(version.peer.p50)}: ${times(serving.ours.p50 / version.peer.p50)}`,
  goal: '≤ 400 ms',
  ok: serving.ours.p50 <= 400,
})
