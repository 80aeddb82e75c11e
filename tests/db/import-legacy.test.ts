import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verifyChain } from '../../src-main/features/audit/index.ts'
import type { ImportReport } from '../../src-shared/contract/imports.ts'
import {
  bcryptHash,
  faultyRows,
  legacyFile,
  rowsWith,
  soundRows,
} from '../fixtures/legacy-database.ts'
import { smallPdf } from '../fixtures/mutations.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { everyTable } from '../fixtures/raw-database.ts'
import { openWorld } from '../fixtures/world.ts'

const kind = 'sts_clearance' as const

/** Each table's rows are all accounted for, and each that is not taken as it was has its line. */
function expectAccounted(report: ImportReport, rows: object): void {
  for (const [table, list] of Object.entries(rows)) {
    const counts = report.tables[table]
    expect(counts?.read, table).toBe(list.length)
  }
  for (const [table, { read, taken, changed, refused }] of Object.entries(report.tables)) {
    expect(taken + changed + refused, table).toBe(read)
    const lines = (action: string) =>
      new Set(
        report.issues.flatMap((issue) =>
          issue.table === table && issue.action === action ? issue.row : [],
        ),
      )
    expect(lines('refused').size, `${table} refused`).toBeLessThanOrEqual(refused)
    expect(lines('refused').size > 0, `${table} refused`).toBe(refused > 0)
    expect(lines('changed').size > 0 || changed === 0, `${table} changed`).toBe(true)
  }
}

test('a sound file is taken whole, and everything stands where it belongs', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const report = await owner.imports.run({ file: legacyFile(soundRows()), kind, dry_run: false })
  expectAccounted(report, soundRows())
  expect(report.issues.filter(({ action }) => action === 'refused')).toEqual([])

  const { body } = await owner.rooms.list({ q: 'Legacy room 1' })
  const room = body[0]
  expect(room).toMatchObject({
    title: 'Legacy room 1',
    status: 'active',
    eta: '2025-11-02T06:00:00.000Z',
    cargo_value: '1250000.50',
    demurrage_rate_per_day: '24000.00',
    revision: 1,
  })
  expect(room?.code).toMatch(/^STS-20251102-[2-9A-HJ-NP-Z]{6}$/)
  const room_id = room?.id ?? ''
  expect((await owner.parties.list({ room_id })).map(({ role, email }) => [role, email])).toEqual(
    expect.arrayContaining([
      ['owner', 'owner1@legacy.example'],
      ['broker', 'broker1@legacy.example'],
    ]),
  )
  expect((await owner.roomVessels.list({ room_id })).map(({ imo, role }) => [imo, role])).toEqual([
    ['9074729', 'mother'],
    ['9176187', 'daughter'],
  ])
  expect(await owner.approvals.list({ room_id })).toMatchObject([
    { status: 'approved', decided_at: '2025-10-30T12:34:56.123Z' },
  ])
  expect((await owner.messages.list({ room_id })).body).toMatchObject([{ body: 'All fast.' }])
  const { entries } = await owner.audit.list({ room_id, source: 'import' })
  expect(entries.map(({ action }) => action)).toEqual(['activity.imported', 'room.imported'])
  expect(entries[0]?.detail).toMatchObject({
    action: 'room_created',
    at: '2025-10-30T12:34:56.123Z',
  })
})

test('what happened before the import stands in the activity of the room, with its own time', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  await owner.imports.run({ file: legacyFile(soundRows()), kind, dry_run: false })
  const room_id = (await owner.rooms.list({ q: 'Legacy room 1' })).body[0]?.id ?? ''
  const { body } = await owner.rooms.activities({ room_id })
  expect(body).toMatchObject([
    {
      actor: 'Bo Broker',
      summary: 'Room created, 30 Oct 2025, 12:34 UTC (imported)',
      timestamp: world.clock.iso(),
      meta: { meta: { title: 'Legacy room' } },
    },
    { actor: 'owner@example.org', summary: 'Imported the room “Legacy room 1”' },
  ])
})

test('whoever may not see every ship is told that something happened, without its detail', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const email = 'olena.kovalenko@corvale-trading.example'
  const rows = soundRows()
  rows.parties.push({ id: 'p9', room_id: 'room-1', role: 'seller', name: 'Olena', email })
  await owner.imports.run({ file: legacyFile(rows), kind, dry_run: false })
  const room_id = (await owner.rooms.list({ q: 'Legacy room 1' })).body[0]?.id ?? ''
  const olena = await world.as(email)
  const [newest] = (await olena.rooms.activities({ room_id })).body
  expect(newest?.action).toBe('activity.imported')
  expect(newest?.meta).not.toHaveProperty('meta')
})

test('accounts keep their bcrypt hash and take the role that the table of roles gives them', async () => {
  await using world = await openWorld({ runTasks: false })
  await (await world.owner()).imports.run({ file: legacyFile(soundRows()), kind, dry_run: false })
  const rows = await world.workspace.db.kysely
    .selectFrom('accounts')
    .select(['email', 'console_role', 'password_hash', 'must_change_password'])
    .where('email', 'like', '%@legacy.example')
    .orderBy('email')
    .execute()
  expect(rows).toEqual([
    {
      email: 'admin1@legacy.example',
      console_role: 'admin',
      password_hash: bcryptHash,
      must_change_password: 0,
    },
    {
      email: 'broker1@legacy.example',
      console_role: 'operator',
      password_hash: bcryptHash,
      must_change_password: 0,
    },
  ])
})

describe('a file with every fault', () => {
  test('is accounted for row by row, and every fault is said', async () => {
    await using world = await openWorld({ runTasks: false })
    const rows = rowsWith(faultyRows)
    const report = await (await world.owner()).imports.run({
      file: legacyFile(rows),
      kind,
      dry_run: false,
    })
    expectAccounted(report, rows)
    for (const { table, code, row } of faultyRows) {
      const named = row['id'] === '' ? '#9' : String(row['id'])
      const said = report.issues.filter((issue) => issue.table === table && issue.code === code)
      expect(
        said.map((issue) => issue.row),
        `${table} ${named} ${code}`,
      ).toContain(row['id'] === '' ? said[0]?.row : named)
    }
    const broken = world.workspace.db.pragma('foreign_key_check')
    expect(broken).toBeUndefined()
    expect(await verifyChain(world.workspace.db.kysely, 1, () => undefined)).toMatchObject({
      ok: true,
    })
  })

  test('tells the same in a dry run, which changes nothing but the trail', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const file = () => legacyFile(rowsWith(faultyRows))
    const before = everyTable(world.dir)
    const dry = await owner.imports.run({ file: file(), kind })
    const after = everyTable(world.dir)
    const changed = Object.keys(after).filter((name) => after[name] !== before[name])
    expect(changed.filter((name) => !name.startsWith('audit_'))).toEqual([])
    const real = await owner.imports.run({ file: file(), kind, dry_run: false })
    expect({ ...real, dry_run: true }).toEqual(dry)
  })

  test('takes nothing a second time and makes no doubles', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const rows = rowsWith(faultyRows)
    await owner.imports.run({ file: legacyFile(rows), kind, dry_run: false })
    const before = everyTable(world.dir)
    const second = await owner.imports.run({ file: legacyFile(rows), kind, dry_run: false })
    expectAccounted(second, rows)
    for (const { taken, changed } of Object.values(second.tables))
      expect([taken, changed]).toEqual([0, 0])
    const after = everyTable(world.dir)
    const changed = Object.keys(after).filter((name) => after[name] !== before[name])
    expect(changed.filter((name) => !name.startsWith('audit_'))).toEqual(['imports'])
  })
})

test('any subset of faulty rows is accounted for', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  await fc.assert(
    fc.asyncProperty(fc.subarray([...faultyRows]), async (faults) => {
      const rows = rowsWith(faults)
      expectAccounted(await owner.imports.run({ file: legacyFile(rows), kind }), rows)
    }),
    { numRuns: 25 },
  )
})

test('a later file brings its new rooms; what was imported stays', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  await owner.imports.run({ file: legacyFile(soundRows('1')), kind, dry_run: false })
  const [one, two] = [soundRows('1'), soundRows('2')]
  const both = Object.fromEntries(
    Object.entries(one).map(([table, rows]) => [
      table,
      [...rows, ...(Object.entries(two).find(([name]) => name === table)?.[1] ?? [])],
    ]),
  )
  const report = await owner.imports.run({ file: legacyFile(both), kind, dry_run: false })
  expect(report.tables['rooms']).toMatchObject({ read: 2, refused: 1 })
  expect(report.issues).toContainEqual(
    expect.objectContaining({ table: 'messages', row: 'message-1', code: 'ALREADY_IMPORTED' }),
  )
  expect((await owner.rooms.list({ q: 'Legacy room' })).body).toHaveLength(2)
})

test('an approved document keeps its state only with its file, known by its SHA-256', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const pdf = smallPdf('renamed.pdf', 'legacy')
  const sha256 = createHash('sha256')
    .update(new Uint8Array(await pdf.arrayBuffer()))
    .digest('hex')
  const rows = {
    ...soundRows(),
    documents: [
      {
        id: 'document-1',
        room_id: 'room-1',
        type_id: 'type-1',
        status: 'approved',
        uploaded_by: 'Bo',
      },
    ],
    document_versions: [
      {
        id: 'dv',
        document_id: 'document-1',
        file_url: '/srv/uploads/q88.pdf',
        sha256: sha256.toUpperCase(),
        size_bytes: pdf.size,
        mime: 'application/pdf',
      },
    ],
  }
  const without = await owner.imports.run({ file: legacyFile(rows), kind })
  expect(without.issues).toContainEqual(
    expect.objectContaining({ table: 'documents', code: 'FILE_NOT_THERE' }),
  )
  const report = await owner.imports.run({
    file: legacyFile(rows),
    kind,
    dry_run: false,
    files: [pdf, smallPdf('other.pdf')],
  })
  expect(report.tables['documents']).toMatchObject({ taken: 1 })
  expect(report.tables['document_versions']).toMatchObject({ taken: 1 })
  const { body } = await owner.rooms.list({ q: 'Legacy room 1' })
  const room_id = body[0]?.id ?? ''
  const [document] = await owner.documents.list({ room_id })
  expect(document).toMatchObject({
    status: 'approved',
    versions: [{ sha256, file_name: 'q88.pdf' }],
  })
  expect(
    await owner.documents.download({ room_id, document_id: document?.id ?? '' }),
  ).toMatchObject({ sha256 })
})

test('columns that may be lacking are not missed, and extra ones are named', async () => {
  await using world = await openWorld({ runTasks: false })
  const file = legacyFile(
    { rooms: [{ id: 'r', title: 't', sts_eta: '2025-11-02 06:00' }] },
    {
      without: ['vessel_pairs', 'snapshots'],
      withoutColumns: ['rooms.location', 'users.company', 'users.locked_until'],
    },
  )
  const report = await (await world.owner()).imports.run({ file, kind })
  expect(report.tables['rooms']).toMatchObject({ read: 1, refused: 0 })
  expect(report.issues).toContainEqual(
    expect.objectContaining({ table: 'snapshots', code: 'TABLE_MISSING' }),
  )
  expect(
    report.issues.find(({ code, table }) => code === 'COLUMNS_NOT_TAKEN' && table === 'users')
      ?.message,
  ).toContain('phone')
})

test.each([
  ['nothing', () => new File([], 'a.db'), 'BAD_REQUEST', /empty/],
  ['text', () => new File(['hello'], 'a.db'), 'UNSUPPORTED_FILE', /not an SQLite database/],
  ['a head alone', () => new File(['SQLite format 3\0'], 'a.db'), 'UNSUPPORTED_FILE', /damaged/],
  [
    'another database',
    () => legacyFile({}, { without: ['rooms', 'parties'] }),
    'UNSUPPORTED_FILE',
    /rooms, parties/,
  ],
  [
    'a lacking column',
    () => legacyFile({}, { withoutColumns: ['users.email'] }),
    'UNSUPPORTED_FILE',
    /users has no column email/,
  ],
  [
    'a database of ours',
    () => legacyFile({}, { fill: (db) => db.pragma('application_id = 0x53545343') }),
    'UNSUPPORTED_FILE',
    /workspace/,
  ],
])('%s is refused with a sentence and changes nothing', async (_, file, code, message) => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const before = everyTable(world.dir)
  const refusal = await refusalOf(owner.imports.run({ file: file(), kind, dry_run: false }))
  expect(refusal.code).toBe(code)
  expect(refusal.message).toMatch(message)
  expect(everyTable(world.dir)).toEqual(before)
})

test('a file with its middle overwritten is refused as damaged', async () => {
  await using world = await openWorld({ runTasks: false })
  const bytes = new Uint8Array(await legacyFile(rowsWith(faultyRows)).arrayBuffer())
  bytes.fill(0x5a, 4096, 4096 * 3)
  const refusal = await refusalOf(
    (await world.owner()).imports.run({ file: new File([bytes], 'a.db'), kind }),
  )
  expect(refusal).toMatchObject({ code: 'UNSUPPORTED_FILE' })
})

test('the history lists what was imported, by whom, with its report', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  await owner.imports.run({ file: legacyFile(soundRows()), kind })
  expect((await owner.imports.list({})).body).toEqual([])
  const report = await owner.imports.run({ file: legacyFile(soundRows()), kind, dry_run: false })
  const { body } = await owner.imports.list({})
  expect(body).toMatchObject([
    { kind, file_name: 'sts_clearance.db', created_by: 'owner@example.org' },
  ])
  expect((await owner.imports.get({ import_id: body[0]?.id ?? '' })).report).toEqual(report)
  expect(
    await refusalOf(owner.imports.get({ import_id: '00000000-0000-7000-8000-000000000000' })),
  ).toMatchObject({ code: 'NOT_FOUND' })
})
