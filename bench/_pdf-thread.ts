/** A render thread and what is asked of it; apart, so that it loads nothing that a real one would not. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { renderArtefact } from '../src-main/features/snapshots/render/index.ts'
import type { RoomModel } from '../src-shared/contract/room-model.ts'
import { fakeHash } from '../tests/fixtures/room-model-parts.ts'
import { largeRoomModel, smallRoomModel } from '../tests/fixtures/room-models.ts'

/** `first`: one small PDF. `peak`: ten large ones. Else documents a second over three seconds. */
type Job = 'first' | 'peak' | 'small' | 'large'

/** Run as a program with `--peak`, it prints the peak memory of its process in KB. */
export const threadFile = import.meta.filename

const draw = (model: RoomModel) =>
  renderArtefact({ format: 'pdf', heading: 'Room snapshot', model, contentHash: fakeHash(7) })

/** Runs a job in a new thread whose young generation is capped at 16 MB. @returns its answer */
export function inThread(job: Job): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(threadFile, {
      workerData: { job },
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    })
    worker.once('message', (answer: number) => {
      resolve(answer)
      void worker.terminate()
    })
    worker.once('error', reject)
  })
}

async function answer(job: Job): Promise<number> {
  const model = job === 'small' || job === 'first' ? smallRoomModel() : largeRoomModel()
  if (job === 'first') return (await draw(model)).bytes.length
  if (job === 'peak') {
    for (let round = 0; round < 10; round += 1) await draw(model)
    return 0
  }
  for (let round = 0; round < (job === 'small' ? 50 : 3); round += 1) await draw(model)
  const start = performance.now()
  let count = 0
  for (; performance.now() - start < 3000; count += 1) await draw(model)
  return (count / (performance.now() - start)) * 1000
}

if (!isMainThread) {
  const { job }: { job: Job } = workerData
  parentPort?.postMessage(await answer(job))
} else if (process.argv.includes('--peak')) {
  await inThread('peak')
  console.log(process.resourceUsage().maxRSS)
}
