import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { findProgram } from '../../scripts/find-program.ts'
import { readSafeCell } from '../../src-shared/rules/csv.ts'
import { goldenNames, goldenRooms, renderGolden } from '../fixtures/golden.ts'

interface Sheet {
  columns: string[]
  rows: Record<string, string>[]
}

const python = findProgram('python3')
const program = path.join(import.meta.dirname, '../fixtures/read-csv.py')

/** The sheets of a CSV artefact as Python's zipfile and csv, strict, read them. */
function readByPython(zip: Uint8Array): Record<string, Sheet> {
  const { status, stdout, stderr } = spawnSync(python ?? '', [program], {
    input: zip,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    // Python of its own accord takes the locale's encoding for standard output.
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

type Fields = Readonly<Record<string, unknown>>

/** A row of the model as the cells of a sheet: what is nested gets the name of its parent in front. */
function flat(row: object, prefix = ''): Fields {
  return Object.assign(
    {},
    ...Object.entries(row).map(([key, value]) => {
      if (Array.isArray(value)) return {}
      if (typeof value === 'object' && value !== null) return flat(value, `${prefix}${key}_`)
      return { [`${prefix}${key}`]: value === null ? '' : String(value) }
    }),
  )
}

/** Null is an empty cell, and a vessel or terminal that is null is several. */
const filled = (row: Fields): Fields =>
  Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== ''))

describe.skipIf(python === undefined)('the CSV artefact, opened by Python’s csv', () => {
  it.each(goldenNames)('gives back the model, cell by cell: %s', async (room) => {
    const model = goldenRooms[room]()
    const sheets = readByPython((await renderGolden(room, 'csv')).bytes)
    const rowsOf = (name: string): Fields[] =>
      (sheets[name]?.rows ?? []).map((row) =>
        Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, readSafeCell(cell)])),
      )
    const same = (name: string, rows: readonly object[]) => {
      expect(rowsOf(name).map(filled), name).toEqual(rows.map((row) => filled(flat(row))))
    }
    const { tags, ...facts } = model.room
    same('room.csv', [{ ...facts, tags: tags.join('; ') }])
    same('parties.csv', model.parties)
    same('vessels.csv', model.vessels)
    same(
      'documents.csv',
      model.documents.map(({ type, versions, ...document }) => ({
        ...document,
        type: { code: type.code, name: type.name },
        category: type.category,
        required: type.required,
        criticality: type.criticality,
        versions: versions.length,
      })),
    )
    same(
      'document_versions.csv',
      model.documents.flatMap(({ id, type, versions }) =>
        versions.map((version) => ({ document_id: id, type_code: type.code, ...version })),
      ),
    )
    same('approvals.csv', model.approvals)
    same('messages.csv', model.messages)
    same('activity.csv', model.activity)
    const { blockers, expiring_soon, ...readiness } = model.readiness
    same('readiness.csv', [readiness])
    same('blockers.csv', blockers)
    same('expiring_soon.csv', expiring_soon)
    same('omitted.csv', model.scope.omitted)
  })
})
