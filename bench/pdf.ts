/**
 * What the artefacts of a small and of a large room cost: `npm run bench pdf`.
 *
 * Warm times are medians of rounds in which every peer prints the same texts too: pdfkit, pdf-lib,
 * ReportLab (where Python has it), Chromium, and, as a limit, text written by hand, without
 * measuring, wrapping, or fonts. Cold is a new render thread to its first small PDF. Peak memory is
 * that of a process of its own that renders the large room ten times in a thread with the young
 * generation capped, as the render pool's is.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { contentHash } from '../src-main/features/snapshots/content-hash.ts'
import { type Artefact, renderArtefact } from '../src-main/features/snapshots/render/index.ts'
import type { SnapshotFormat } from '../src-shared/contract/enums.ts'
import { type RoomModel, snapshotOptionsSchema } from '../src-shared/contract/room-model.ts'
import { canonicalJson } from '../src-shared/rules/canonical-json.ts'
import { fakeHash } from '../tests/fixtures/room-model-parts.ts'
import { largeRoomModel, smallRoomModel } from '../tests/fixtures/room-models.ts'
import { plainTables } from './_paper.ts'
import { chromiumPeer, type Peer, pdfkitPeer, pdfLibPeer, reportlabPeer } from './_pdf-peers.ts'
import { inThread, threadFile } from './_pdf-thread.ts'
import { interleaved, ms, print, printMachine, spreadOf, timeOf, times } from './_report.ts'

const heading = 'Room snapshot'
const draw = (model: RoomModel, format: SnapshotFormat = 'pdf'): Promise<Artefact> =>
  renderArtefact({ format, heading, model, contentHash: fakeHash(7) })

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

/** Ours and all peers take turns; the first rounds warm up. @returns medians by name, ours first */
async function race(
  room: string,
  model: RoomModel,
  peers: readonly Peer[],
  rounds: number,
): Promise<Map<string, { p50: number; bytes: number }>> {
  const runs: [name: string, run: () => Promise<{ ms: number; bytes: number }>][] = [
    ['ours', () => timed(async () => (await draw(model)).bytes.length)],
    ['text by hand (limit)', () => timed(async () => writeByHand(model).length)],
    ...peers.map((peer): [string, () => Promise<{ ms: number; bytes: number }>] => [
      peer.name,
      () => peer.draw(room),
    ]),
  ]
  const taken = new Map(runs.map(([name]) => [name, { ms: [] as number[], bytes: 0 }]))
  for (let round = -Math.ceil(rounds / 4); round < rounds; round += 1) {
    for (const [name, run] of runs) {
      const { ms: time, bytes } = await run()
      const entry = taken.get(name)
      if (round < 0 || entry === undefined) continue
      entry.ms.push(time)
      entry.bytes = bytes
    }
  }
  return new Map(
    [...taken].map(([name, { ms: row, bytes }]) => [name, { p50: spreadOf(row).p50, bytes }]),
  )
}

async function timed(work: () => Promise<number>): Promise<{ ms: number; bytes: number }> {
  const start = performance.now()
  const bytes = await work()
  return { ms: performance.now() - start, bytes }
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

interface Goal {
  room: 'small' | 'large'
  most: number
  /** How much faster than a peer whose name begins like this. */
  faster: Readonly<Record<string, number>>
}
const goals: readonly Goal[] = [
  { room: 'small', most: 20, faster: { ReportLab: 2.5, Chromium: 4, pdfkit: 1 } },
  { room: 'large', most: 320, faster: { ReportLab: 4, Chromium: 3, pdfkit: 2 } },
]

async function pdfs(models: Readonly<Record<'small' | 'large', RoomModel>>): Promise<void> {
  const tables = { small: plainTables(models.small), large: plainTables(models.large) }
  const chromium = await chromiumPeer(tables)
  const reportlab = await reportlabPeer(tables)
  if (reportlab === undefined) console.log('ReportLab is not installed here (python3-reportlab).')
  const peers = [pdfkitPeer(tables), pdfLibPeer(tables), reportlab, chromium].filter(
    (peer) => peer !== undefined,
  )
  for (const { room, most, faster } of goals) {
    const raced = await race(room, models[room], peers, room === 'small' ? 40 : 8)
    const ours = raced.get('ours') ?? { p50: Number.NaN, bytes: 0 }
    const { pageCount } = await draw(models[room])
    print({
      figure: `PDF ${room}, warm`,
      measured: ms(ours.p50),
      goal: `≤ ${most} ms`,
      ok: ours.p50 <= most,
    })
    print({
      figure: `PDF ${room}, size`,
      measured: `${kilobytes(ours.bytes)}, ${pageCount} pages`,
      ...(room === 'small' ? { goal: '≤ 50 kB', ok: ours.bytes <= 50_000 } : {}),
    })
    for (const [name, { p50, bytes }] of raced) {
      if (name === 'ours') continue
      const least = Object.entries(faster).find(([start]) => name.startsWith(start))?.[1]
      print({
        figure: `PDF ${room}, beside ${name}`,
        measured: `${times(p50 / ours.p50)} as fast`,
        peer: `${ms(p50)}, ${kilobytes(bytes)}`,
        ...(least === undefined ? {} : { goal: `≥ ${least} ×`, ok: p50 / ours.p50 >= least }),
      })
    }
  }
  for (const peer of peers) await peer.close()
  const cold: number[] = []
  for (let round = 0; round < 5; round += 1) cold.push(await timeOf(() => inThread('first')))
  const { p50 } = spreadOf(cold)
  print({
    figure: 'new thread to its first small PDF (sources, not the bundle)',
    measured: ms(p50),
    peer: chromium === undefined ? '–' : `Chromium started to its first: ${ms(chromium.coldMs)}`,
    goal: '≤ 200 ms',
    ok: p50 <= 200,
  })
}

async function throughput(): Promise<void> {
  for (const [room, goal] of [
    ['small', 75],
    ['large', 5],
  ] as const) {
    const [one, two] = await Promise.all([inThread(room), inThread(room)])
    print({
      figure: `PDF ${room}, two threads`,
      measured: `${(one + two).toFixed(1)}/s`,
      goal: `≥ ${goal}/s`,
      ok: one + two >= goal,
    })
  }
}

async function otherFormats(room: string, model: RoomModel): Promise<void> {
  for (const format of ['json', 'csv'] as const) {
    const { ours, peer } = await interleaved(
      20,
      () => draw(model, format),
      () => JSON.stringify(model, null, 2),
    )
    print({
      figure: `${format.toUpperCase()} ${room}, warm`,
      measured: `${ms(ours.p50)}, ${kilobytes((await draw(model, format)).bytes.length)}`,
      peer: `JSON.stringify ${ms(peer.p50)}: ${times(ours.p50 / peer.p50)}`,
    })
  }
  const options = snapshotOptionsSchema.parse({})
  const { ours, peer } = await interleaved(
    40,
    () => contentHash({ format: 'pdf', heading, options, model }),
    () => createHash('sha256').update(canonicalJson(model)).digest('hex'),
  )
  print({
    figure: `content hash, ${room}`,
    measured: ms(ours.p50),
    peer: `canonical JSON + SHA-256 ${ms(peer.p50)}: ${times(ours.p50 / peer.p50)}`,
    goal: '≤ 2 ×',
    ok: ours.p50 <= 2 * peer.p50,
  })
}

const models = { small: smallRoomModel(), large: largeRoomModel() }
printMachine()
await pdfs(models)
for (const [room, model] of Object.entries(models)) await otherFormats(room, model)
await throughput()
const printed = execFileSync(process.execPath, [threadFile, '--peak'], {
  encoding: 'utf8',
})
const peak = Number(printed) / 1024
print({
  figure: 'PDF large, peak memory of the process',
  measured: `${peak.toFixed(0)} MB`,
  goal: '≤ 300 MB',
  ok: peak <= 300,
})
