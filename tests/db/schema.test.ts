import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { migrate, openDatabase } from '../../src-main/platform/db/index.ts'
import * as enums from '../../src-shared/contract/enums.ts'
import { temporaryDirectory } from '../fixtures/world.ts'

/** Every column whose values the contract enumerates. */
const enumerated: Record<string, readonly string[]> = {
  'organizations.kind': enums.organizationKinds,
  'accounts.console_role': enums.consoleRoles,
  'sessions.source': enums.auditSources,
  'rooms.status': enums.roomStatuses,
  'rooms.cargo_unit': enums.cargoUnits,
  'parties.role': enums.partyRoles,
  'room_vessels.role': enums.vesselRoles,
  'document_types.category': enums.documentCategories,
  'document_types.criticality': enums.criticalities,
  'documents.status': enums.documentStatuses,
  'documents.priority': enums.documentPriorities,
  'document_versions.mime': enums.documentMimes,
  'approvals.status': enums.approvalStatuses,
  'snapshots.format': enums.snapshotFormats,
  'snapshots.status': enums.snapshotStatuses,
  'snapshots.trigger': enums.snapshotTriggers,
  'tasks.kind': enums.taskKinds,
  'tasks.status': enums.taskStatuses,
  'snapshot_usage.format': enums.snapshotFormats,
  'metrics.span': enums.metricSpans,
  'metrics.kind': enums.metricKinds,
  'imports.kind': enums.importKinds,
  'policy_sets.scope': enums.policyScopes,
  'exclusions.scope': enums.exclusionScopes,
  'runs.trigger': enums.runTriggers,
  'runs.status': enums.runStatuses,
  'records.action': enums.recordActions,
  'records.reason': enums.recordReasons,
  'records.format': enums.snapshotFormats,
  'run_items.format': enums.snapshotFormats,
  'notices.kind': enums.noticeKinds,
  'notice_deliveries.channel': enums.noticeChannels,
  'notice_deliveries.status': enums.deliveryStatuses,
  'audit_entries.source': enums.auditSources,
  'audit_entries.outcome': enums.auditOutcomes,
  'audit_days.outcome': enums.auditOutcomes,
  'audit_hours.outcome': enums.auditOutcomes,
  'audit_counts.kind': enums.auditCountKinds,
  'audit_keys.kept_in': enums.keyPlaces,
}

interface Item {
  type: string
  name: string
  sql: string
}
let items: Item[]
let directory: Awaited<ReturnType<typeof temporaryDirectory>>

beforeAll(async () => {
  directory = await temporaryDirectory()
  const file = join(directory.path, 'fresh.db')
  const db = openDatabase<unknown>(file, { create: true })
  const ran = await migrate(db, migrations, () => undefined)
  db.close()
  expect(ran).toEqual(Object.keys(migrations))
  const raw = new BetterSqlite3(file, { readonly: true })
  items = raw
    .prepare<[], Item>(
      `select type, name, sql from sqlite_master
       where sql is not null and name not like 'sqlite_%' and tbl_name not like 'kysely_%'
       and name not in (select name from pragma_table_list where type = 'shadow')
       order by type desc, name`,
    )
    .all()
  raw.close()
})
afterAll(() => directory[Symbol.asyncDispose]())

const normal = (sql: string): string =>
  sql
    .replace(/\s+/g, ' ')
    .replace(/\( /g, '(')
    .replace(/ \)/g, ')')
    .replace(/, (?=\w+ (?:text|integer|real)\b|check|unique|primary|foreign)/g, ',\n  ')

/** Columns with `check (column in ('a','b'))` and their lists. */
function checkLists(): Map<string, string[]> {
  const lists = new Map<string, string[]>()
  for (const { type, name, sql } of items) {
    if (type !== 'table') continue
    for (const [, column = '', list = ''] of sql.matchAll(/check \((\w+) in \(([^)]*)\)\)/g)) {
      if (!list.includes("'")) continue
      lists.set(
        `${name}.${column}`,
        list.split(',').map((value) => value.trim().replace(/^'|'$/g, '')),
      )
    }
  }
  return lists
}

describe('the schema', () => {
  test('is the one in schema.sql', async () => {
    const text = items.map(({ sql }) => `${normal(sql)};\n`).join('\n')
    await expect(
      text,
      'The migrations make another schema than tests/db/schema.sql says. If that is meant: ' +
        'npx vitest run --project db -u tests/db/schema.test.ts, and look at the difference.',
    ).toMatchFileSnapshot('./schema.sql')
  })

  test('has no table that is not strict', () => {
    for (const { type, name, sql } of items) {
      // A full-text table has no types to be strict about.
      if (type === 'table' && !/^create virtual table/i.test(sql)) {
        expect(/strict(, without rowid)?$/.test(sql), name).toBe(true)
      }
    }
  })

  test('has a list of values exactly on the columns that the contract enumerates', () => {
    expect([...checkLists().keys()].sort()).toEqual(Object.keys(enumerated).sort())
  })

  test.each(Object.entries(enumerated))(
    '%s takes exactly the values of the contract',
    (column, values) => {
      expect([...(checkLists().get(column) ?? [])].sort()).toEqual([...values].sort())
    },
  )

  test('has every enumeration of the contract that is stored', () => {
    const stored = new Set(Object.values(enumerated))
    const unstored = Object.entries(enums)
      .filter(([, values]) => !stored.has(values))
      .map(([name]) => name)
    // Derived from a clock, never stored; said in the JSON of an import's report, of a cadence.
    expect(unstored).toEqual([
      'expiryStates',
      'importActions',
      'scheduleEvents',
      'weekdays',
      'coverageStatuses',
      'policyVerdicts',
      'policySources',
    ])
  })
})

describe('the list of migrations', () => {
  test('has every file of the folder, in the order of their numbers', () => {
    const files = readdirSync(join(import.meta.dirname, '../../migrations'))
      .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
      .map((file) => file.slice(0, -'.ts'.length))
      .sort()
    expect(Object.keys(migrations)).toEqual(files)
    for (const [index, name] of files.entries()) {
      expect(name).toMatch(new RegExp(`^${String(index + 1).padStart(4, '0')}_[a-z_]+$`))
    }
  })
})
