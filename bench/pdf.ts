/**
 * What the PDF of a small and of a large room costs: `node bench/pdf.ts`.
 *
 * Warm times are medians of interleaved rounds in one thread, beside a limit measured in the same
 * rounds: the same texts written by hand, without measuring, wrapping, or fonts. Cold is a new
 * render thread to its first small PDF. Peak memory is that of a process of its own that renders
 * the large room ten times in a thread with the young generation capped, as the render pool's is.
 */
import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { deflateSync } from 'node:zlib'
import { renderArtefact } from '../src-main/features/snapshots/render/index.ts'
import type { RoomModel } from '../src-shared/contract/room-model.ts'
import { fakeHash } from '../tests/fixtures/room-model-parts.ts'
import { largeRoomModel, smallRoomModel } from '../tests/fixtures/room-models.ts'

const draw = (model: RoomModel) =>
  renderArtefact({ format: 'pdf', heading: 'Room snapshot', model, contentHash: fakeHash(7) })

/** Every text of a value, one after the other. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsOf)
}

/** The limit: texts of the model in Helvetica, 60 lines a page, nothing measured or wrapped. */
function writeByHand(model: RoomModel): Buffer {
  const texts = textsOf(model)
  const chunks: Buffer[] = [Buffer.from('%PDF-1.4\n', 'latin1')]
  for (let first = 0; first < texts.length; first += 60) {
    const lines = texts
      .slice(first, first + 60)
      .map((text) => `(${text.replace(/[\\()]/g, '\\$&')}) Tj T*`)
    const stream = deflateSync(`BT /F1 8 Tf 10 TL 50 800 Td ${lines.join('\n')} ET`)
    chunks.push(
      Buffer.from(`${first} 0 obj <</Length ${stream.length}/Filter/FlateDecode>> stream\n`),
    )
    chunks.push(stream, Buffer.from('\nendstream endobj\n'))
  }
  return Buffer.concat(chunks)
}

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN

async function timeOf(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function warm(model: RoomModel, rounds: number): Promise<{ ours: number; limit: number }> {
  const ours: number[] = []
  const limit: number[] = []
  for (let round = -Math.ceil(rounds / 2); round < rounds; round += 1) {
    const ourTime = await timeOf(() => draw(model))
    const limitTime = await timeOf(() => writeByHand(model))
    if (round < 0) continue
    ours.push(ourTime)
    limit.push(limitTime)
  }
  return { ours: median(ours), limit: median(limit) }
}

/** Runs `job` in a new thread whose young generation is capped at 16 MB. */
function inThread(job: 'first' | 'peak'): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(import.meta.filename, {
      workerData: { job },
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    })
    worker.once('message', () => {
      resolve()
      void worker.terminate()
    })
    worker.once('error', reject)
  })
}

async function cold(rounds: number): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) times.push(await timeOf(() => inThread('first')))
  return median(times)
}

function peakMegabytes(): number {
  const printed = execFileSync(process.execPath, [import.meta.filename, '--peak'], {
    encoding: 'utf8',
  })
  return Number(printed) / 1024
}

function line(figure: string, measured: string, limit: string, ok: boolean | null): void {
  console.log(`${figure} | ${measured} | ${limit} | ${ok === null ? '–' : ok ? 'ok' : 'MISSED'}`)
}

async function main(): Promise<void> {
  const [processor] = cpus()
  console.log(
    `node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${processor?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB\n`,
  )
  console.log('figure | measured | limit | ok')
  const firstThread = await cold(5)
  const [small, large] = [smallRoomModel(), largeRoomModel()]
  const [smallPdf, largePdf] = [await draw(small), await draw(large)]
  const smallWarm = await warm(small, 60)
  const largeWarm = await warm(large, 9)
  const peak = peakMegabytes()
  const kilobytes = (bytes: Uint8Array) => `${(bytes.length / 1000).toFixed(1)} kB`
  const ms = (time: number) => `${time.toFixed(1)} ms`
  const ratio = ({ ours, limit }: { ours: number; limit: number }) =>
    `${(ours / limit).toFixed(1)} × of ${ms(limit)}`

  line('small, warm', ms(smallWarm.ours), '≤ 20 ms', smallWarm.ours <= 20)
  line('small, beside text by hand', ratio(smallWarm), '–', null)
  line(
    'small, size',
    `${kilobytes(smallPdf.bytes)}, ${smallPdf.pageCount} pages`,
    '≤ 50 kB',
    smallPdf.bytes.length <= 50_000,
  )
  line('large, warm', ms(largeWarm.ours), '≤ 320 ms', largeWarm.ours <= 320)
  line('large, beside text by hand', ratio(largeWarm), '–', null)
  line('large, size', `${kilobytes(largePdf.bytes)}, ${largePdf.pageCount} pages`, '–', null)
  line('large, peak memory of the process', `${peak.toFixed(0)} MB`, '≤ 300 MB', peak <= 300)
  line('new thread to its first small PDF', ms(firstThread), '≤ 200 ms', firstThread <= 200)
}

if (!isMainThread) {
  const { job } = workerData as { job: 'first' | 'peak' }
  if (job === 'first') await draw(smallRoomModel())
  else for (let round = 0; round < 10; round += 1) await draw(largeRoomModel())
  parentPort?.postMessage('done')
} else if (process.argv.includes('--peak')) {
  await inThread('peak')
  console.log(process.resourceUsage().maxRSS)
} else {
  await main()
}
