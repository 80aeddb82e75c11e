import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sts } from '../fixtures/processes.ts'
import { faultsOf, rowsOf, sha256Of } from '../fixtures/raw-database.ts'
import { readPdf } from '../fixtures/read-pdf.ts'
import { temporaryDirectory } from '../fixtures/world.ts'

interface Result {
  path: string
  sha256: string
  pages: number
  room: string
  verified: boolean
  audit_ok: boolean
}

test('two runs of the demonstration give the same bytes: a sound PDF with everything of its room', {
  timeout: 120_000,
}, async () => {
  await using directory = await temporaryDirectory()
  const dir = join(directory.path, 'kept')
  const kept = await demo(join(directory.path, 'one'), '--workspace', dir)
  const passing = await demo(join(directory.path, 'two', 'not', 'there', 'yet'))
  const bytes = readFileSync(kept.path)
  expect(readFileSync(passing.path).equals(bytes)).toBe(true)
  expect(kept).toMatchObject({ sha256: sha256Of(bytes), verified: true, audit_ok: true })
  expect({ ...passing, path: '', audit_head: '' }).toEqual({ ...kept, path: '', audit_head: '' })
  expect(readdirSync(directory.path).sort()).toEqual(['kept', 'one', 'two'])

  execFileSync('qpdf', ['--check', kept.path])
  const pdf = readPdf(bytes)
  try {
    const text = squeezed(pdf.text())
    expect(pdf.pages()).toHaveLength(kept.pages)
    const facts = factsOf(dir, kept.room)
    for (const [kind, values] of Object.entries(facts)) {
      expect(values.length, kind).toBeGreaterThan(0)
      const missing = values.filter((value) => !text.includes(squeezed(value)))
      expect(missing, kind).toEqual([])
    }
  } finally {
    pdf.close()
  }
  expect(faultsOf(dir)).toEqual([])
  const verified = await sts(['snapshot', 'verify', passing.path, '--workspace', dir])
  expect(verified).toMatchObject({ code: 0 })
})

test('where the result cannot be written the demonstration says so in a sentence, and exits 1', async () => {
  await using directory = await temporaryDirectory()
  const file = join(directory.path, 'letter')
  writeFileSync(file, 'Dear Sirs')
  const told = await sts(['demo', '--out', file])
  expect([told.code, told.stdout]).toEqual([1, ''])
  expect(told.stderr).toMatch(/^sts: .*letter cannot be made a directory: a file is there.*\n$/)
  expect(readFileSync(file, 'utf8')).toBe('Dear Sirs')
})

/** Without what the breaking of lines adds and takes: white space, and hyphens at their ends. */
const squeezed = (text: string): string => text.replace(/[\s-]/g, '')

async function demo(out: string, ...more: string[]): Promise<Result> {
  const { code, stdout, stderr } = await sts(['demo', '--out', out, '--json', ...more])
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

/** What must stand in the room's PDF, read from the database by another way than the program's. */
function factsOf(dir: string, room: string): Record<string, string[]> {
  const values = (sql: string) =>
    rowsOf<{ value: string }>(dir, sql.replace('ROOM', 'rooms.code = ?'), room).map(
      ({ value }) => value,
    )
  return {
    room: [room, ...values('select title as value from rooms where ROOM')],
    parties: values(
      'select parties.name as value from parties join rooms on rooms.id = room_id where ROOM',
    ),
    emails: values(
      'select email as value from parties join rooms on rooms.id = room_id where ROOM',
    ),
    vessels: values(
      `select vessels.name as value from room_vessels join vessels on vessels.id = vessel_id
       join rooms on rooms.id = room_id where ROOM`,
    ),
    imos: values(
      `select imo as value from room_vessels join vessels on vessels.id = vessel_id
       join rooms on rooms.id = room_id where ROOM`,
    ),
    types: values(
      `select distinct document_types.name as value from documents
       join document_types on document_types.id = type_id join rooms on rooms.id = room_id where ROOM`,
    ),
    approvals: values(
      `select coalesce(comment, parties.name) as value from approvals
       join parties on parties.id = party_id join rooms on rooms.id = approvals.room_id where ROOM`,
    ),
  }
}
