import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { legacyFile, soundRows } from '../fixtures/legacy-database.ts'
import { smallPdf } from '../fixtures/mutations.ts'
import { sts } from '../fixtures/processes.ts'
import { rowsOf } from '../fixtures/raw-database.ts'
import { copySample, temporaryDirectory } from '../fixtures/world.ts'

const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer())

test('sts import tells what would be taken, takes it with its files, and takes nothing twice', async () => {
  await using directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  const pdf = await bytesOf(smallPdf('a.pdf', 'cli'))
  const sha256 = createHash('sha256').update(pdf).digest('hex')
  await mkdir(join(directory.path, 'uploads', 'deep'), { recursive: true })
  await writeFile(join(directory.path, 'uploads', 'deep', 'whatever'), pdf)
  const database = join(directory.path, 'sts_clearance.db')
  const rows = {
    ...soundRows(),
    document_versions: [
      {
        id: 'v',
        document_id: 'document-1',
        file_url: '/x/a.pdf',
        sha256,
        size_bytes: pdf.byteLength,
        mime: 'application/pdf',
      },
    ],
  }
  await writeFile(database, await bytesOf(legacyFile(rows)))
  const where = ['--workspace', dir]

  const dry = await sts(['import', database, '--dry-run', ...where])
  expect(dry).toMatchObject({ code: 0, stderr: '' })
  expect(dry.stdout).toMatch(/^TABLE +READ +TAKEN +CHANGED +REFUSED\nusers +2 +2 +0 +0\n/)
  expect(dry.stdout).toContain('nothing was changed')
  expect(rowsOf(dir, 'select id from imports')).toEqual([])

  const files = ['--files', join(directory.path, 'uploads')]
  const real = await sts(['import', database, '--json', ...files, ...where])
  expect(JSON.parse(real.stdout)).toMatchObject({
    dry_run: false,
    tables: { document_versions: { read: 1, taken: 1 } },
  })
  const again = await sts(['import', database, '--json', ...where])
  expect(JSON.parse(again.stdout)).toMatchObject({
    tables: { rooms: { read: 1, taken: 0, changed: 0, refused: 1 } },
  })
  expect(
    rowsOf(dir, "select distinct source from audit_entries where action = 'import.run'"),
  ).toEqual([{ source: 'cli' }])
})

test('what is refused as a whole exits 1, what is not there 2, each with a sentence', async () => {
  await using directory = await temporaryDirectory()
  const dir = join(directory.path, 'workspace')
  copySample(dir)
  const text = join(directory.path, 'notes.txt')
  await writeFile(text, 'hello')
  const where = ['--workspace', dir]
  expect(await sts(['import', text, '--kind', 'sts_clearance', ...where])).toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'sts: The file is not an SQLite database. Choose the predecessor’s sts_clearance.db.\n',
  })
  expect(await sts(['import', join(directory.path, 'none.db'), ...where])).toMatchObject({
    code: 2,
  })
})
