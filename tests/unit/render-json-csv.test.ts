import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import {
  artefactFormats,
  RenderAborted,
  renderArtefact,
} from '../../src-main/features/snapshots/render/index.ts'
import { type RoomModel, roomModelSchema } from '../../src-shared/contract/room-model.ts'
import { readCsv, readSafeCell } from '../../src-shared/rules/csv.ts'
import { emptyRoomModel, fakeHash } from '../fixtures/room-model-parts.ts'
import { hostileRoomModel, smallRoomModel } from '../fixtures/room-models.ts'

const render = async (format: 'json' | 'csv', model: RoomModel): Promise<Uint8Array> =>
  (await renderArtefact({ format, heading: 'Room snapshot', model, contentHash: fakeHash(1) }))
    .bytes

/** The same value with the keys of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  )
}

async function sheets(model: RoomModel): Promise<Record<string, string>> {
  const files = unzipSync(await render('csv', model))
  return Object.fromEntries(Object.entries(files).map(([name, file]) => [name, strFromU8(file)]))
}

/** The records of a sheet as objects by column. */
function records(csv: string | undefined): Record<string, string>[] {
  const [header = [], ...rows] = readCsv(csv ?? '')
  return rows.map((row) =>
    Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])),
  )
}

describe('the JSON artefact', () => {
  it('is the room model itself: reading it gives the same model', async () => {
    const model = hostileRoomModel()
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await render('json', model))
    expect(roomModelSchema.parse(JSON.parse(text))).toEqual(model)
    expect(text.endsWith('}\n')).toBe(true)
  })

  it('has the keys in the order of the schema, whatever order the model was built in', async () => {
    const model = smallRoomModel()
    const shuffled = reversed(model) as RoomModel
    expect(Buffer.from(await render('json', shuffled)).equals(await render('json', model))).toBe(
      true,
    )
    expect(Object.keys(JSON.parse(strFromU8(await render('json', shuffled))) as object)).toEqual(
      Object.keys(roomModelSchema.shape),
    )
  })

  it('is refused for something that is not a room model', async () => {
    const broken = { ...emptyRoomModel(), parties: [{ name: 'no role' }] } as unknown as RoomModel
    await expect(render('json', broken)).rejects.toThrow()
  })
})

describe('the CSV artefact', () => {
  it('holds one file for each section, each with its header also in an empty room', async () => {
    const files = await sheets(emptyRoomModel())
    expect(Object.keys(files)).toEqual([
      'room.csv',
      'parties.csv',
      'vessels.csv',
      'documents.csv',
      'document_versions.csv',
      'approvals.csv',
      'messages.csv',
      'activity.csv',
      'readiness.csv',
      'blockers.csv',
      'expiring_soon.csv',
      'scope.csv',
      'omitted.csv',
    ])
    for (const text of Object.values(files)) {
      expect(text).toMatch(/^[a-z0-9_,]+\r\n/)
      expect(text).not.toContain('undefined')
    }
    expect(files['parties.csv']).toBe('id,role,name,email,organization\r\n')
  })

  it('holds every row of the model with its fields', async () => {
    const model = smallRoomModel()
    const files = await sheets(model)
    expect(records(files['parties.csv'])).toEqual(
      model.parties.map((party) => ({ ...party, organization: party.organization ?? '' })),
    )
    expect(records(files['vessels.csv']).map(({ imo, name }) => [imo, name])).toEqual(
      model.vessels.map(({ imo, name }) => [imo, name]),
    )
    expect(records(files['documents.csv'])).toHaveLength(model.documents.length)
    expect(records(files['document_versions.csv']).map(({ sha256 }) => sha256)).toEqual(
      model.documents.flatMap(({ versions }) => versions.map(({ sha256 }) => sha256)),
    )
    expect(records(files['activity.csv'])).toEqual(
      model.activity.map((entry) => ({ ...entry, seq: String(entry.seq) })),
    )
    expect(records(files['readiness.csv'])[0]?.progress).toBe(String(model.readiness.progress))
    expect(records(files['omitted.csv'])[0]?.reason).toBe(
      'left out by the options of this snapshot',
    )
    expect(records(files['room.csv'])[0]).toMatchObject({
      code: model.room.code,
      cargo_value: '43800000.00',
      terminal_unlocode: 'DKSKA',
      tags: 'crude; winter',
    })
  })

  it('makes formulas in people’s text inert, and loses nothing', async () => {
    const model = hostileRoomModel()
    const files = await sheets(model)
    const description = records(files['room.csv'])[0]?.description ?? ''
    expect(description.startsWith("'=HYPERLINK")).toBe(true)
    expect(readSafeCell(description)).toBe(model.room.description)
    expect(records(files['document_versions.csv'])[0]?.created_by).toBe("'@SUM(1+9)")
    for (const text of Object.values(files)) {
      for (const cell of readCsv(text).flat()) expect(cell).not.toMatch(/^[=@\t\r]/)
    }
  })

  it('stops between files when it is cancelled', async () => {
    const request = {
      format: 'csv',
      heading: 'Room snapshot',
      model: smallRoomModel(),
      contentHash: fakeHash(1),
    } as const
    let asked = 0
    const signal = {
      get aborted() {
        asked += 1
        return asked > 4
      },
    }
    await expect(renderArtefact({ ...request, signal })).rejects.toThrow(RenderAborted)
    expect(asked).toBe(5)
  })
})

describe('the formats', () => {
  it('name a MIME type and an extension each', () => {
    expect(artefactFormats).toEqual({
      pdf: { mime: 'application/pdf', extension: 'pdf' },
      json: { mime: 'application/json', extension: 'json' },
      csv: { mime: 'application/zip', extension: 'zip' },
    })
  })
})
