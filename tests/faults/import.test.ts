import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { faultyRows, legacyFile, rowsWith } from '../fixtures/legacy-database.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { everyTable } from '../fixtures/raw-database.ts'
import { openWorld } from '../fixtures/world.ts'

const kind = 'sts_clearance' as const

test.each([
  'organizations',
  'accounts',
  'rooms',
  'parties',
  'vessels',
  'room_vessels',
  'document_types',
  'documents',
  'approvals',
  'messages',
  'snapshots',
  'import_identities',
  'imports',
  'audit_entries',
])(
  'an import that fails while it writes %s changes nothing, and can be done again',
  async (table) => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const { db } = world.workspace
    const file = () => legacyFile(rowsWith(faultyRows))
    db.exec(`create temp trigger planted before insert on main.${table}
    begin select raise(abort, 'planted'); end`)
    const before = everyTable(world.dir)
    const refusal = await refusalOf(owner.imports.run({ file: file(), kind, dry_run: false }))
    expect(refusal.message).not.toContain('planted')
    expect(everyTable(world.dir)).toEqual(before)
    expect(readdirSync(join(world.dir, 'tmp'))).toEqual([])
    db.exec('drop trigger temp.planted')
    const report = await owner.imports.run({ file: file(), kind, dry_run: false })
    expect(report.tables['rooms']?.taken).toBeGreaterThan(0)
  },
)

test('an import for which the disk has no room says so and changes nothing', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const { db } = world.workspace
  const rows = rowsWith(faultyRows)
  rows.messages = Array.from({ length: 2000 }, (_, n) => ({
    id: `long-${n}`,
    room_id: 'room-1',
    sender_email: 'x@y.example',
    sender_name: 'x',
    content: `${n} ${'x'.repeat(500)}`,
  }))
  const pages = Number(db.pragma('page_count'))
  const before = everyTable(world.dir)
  db.pragma(`max_page_count = ${pages + 60}`)
  const refusal = await refusalOf(
    owner.imports.run({ file: legacyFile(rows), kind, dry_run: false }),
  )
  expect(['DISK_FULL', 'AUDIT_UNAVAILABLE']).toContain(refusal.code)
  expect(everyTable(world.dir)).toEqual(before)
})
