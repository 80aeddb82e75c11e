/**
 * `npm run golden`: makes anew what the tests hold the artefacts to, after a change that was meant:
 * `tests/fixtures/golden.json` and `docs/room-snapshot.schema.json`. The pages of the PDFs are put
 * into `golden-out/` as pictures: look at every one that changed before you commit. A change of
 * any byte also wants a higher `templateVersion`.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { templateVersion } from '../src-main/features/snapshots/render/index.ts'
import { goldenNames, renderAllGolden, renderGolden } from '../tests/fixtures/golden.ts'
import { pictureResolution, popplerVersion, readPdf } from '../tests/fixtures/read-pdf.ts'
import { root } from './freshness.ts'
import { publishedSchema, roomSchemaText } from './room-schema.ts'

const fixture = join(root, 'tests/fixtures/golden.json')
const pages = join(root, 'golden-out')
const before = readFileSync(fixture, 'utf8')

rmSync(pages, { recursive: true, force: true })
mkdirSync(pages)
const pictures: Record<string, string[]> = {}
for (const room of goldenNames) {
  const { bytes } = await renderGolden(room, 'pdf')
  const file = join(pages, `${room}.pdf`)
  writeFileSync(file, bytes)
  execFileSync('pdftoppm', ['-r', '70', '-png', file, join(pages, room)])
  const pdf = readPdf(bytes)
  pictures[room] = pdf.pictures()
  pdf.close()
}
const golden = {
  template_version: templateVersion,
  rooms: await renderAllGolden(),
  pictures: { poppler: popplerVersion(), resolution: pictureResolution, ...pictures },
}
const after = `${JSON.stringify(golden, null, 2)}\n`
writeFileSync(fixture, after)
writeFileSync(join(root, publishedSchema), roomSchemaText())
console.log(
  after === before
    ? 'Nothing changed.'
    : 'tests/fixtures/golden.json changed. Look at the pages in golden-out/.',
)
