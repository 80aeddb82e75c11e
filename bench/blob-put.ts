/**
 * What a durable put into the blob store costs, 60 KB and 1 MB, each time other bytes. Beside it
 * the same bytes written, fsynced, and renamed by hand, without hash and without folders.
 */
import { randomBytes } from 'node:crypto'
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { createBlobStore } from '../src-main/platform/blobs/index.ts'
import { systemClock } from '../src-main/platform/clock/index.ts'
import { randomIds } from '../src-main/platform/ids/index.ts'
import { interleaved, print, printMachine, spreadText, times } from './_report.ts'
import { temporaryDirectory } from './_world.ts'

const dir = temporaryDirectory()
const blobs = createBlobStore(dir, randomIds(systemClock))

async function byHand(bytes: Buffer, name: string): Promise<void> {
  const part = join(dir, `${name}.part`)
  const handle = await open(part, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(part, join(dir, name))
}

printMachine()
for (const [name, size] of [
  ['60 KB', 60_000],
  ['1 MB', 1_000_000],
] as const) {
  let bytes = randomBytes(size)
  const { ours, peer } = await interleaved(
    300,
    () => blobs.put(bytes),
    async (round) => {
      await byHand(bytes, `${size}-${round}`)
      bytes = randomBytes(size)
    },
  )
  print({
    figure: `put ${name}, durable`,
    measured: spreadText(ours),
    peer: `write + fsync + rename ${spreadText(peer)}: ${times(ours.p50 / peer.p50)}`,
    goal: '≤ 1.5 ×',
    ok: ours.p50 <= 1.5 * peer.p50,
  })
}
