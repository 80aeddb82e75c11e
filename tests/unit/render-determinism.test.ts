import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentHash } from '../../src-main/features/snapshots/content-hash.ts'
import { renderArtefact, templateVersion } from '../../src-main/features/snapshots/render/index.ts'
import { type RoomModel, snapshotOptionsSchema } from '../../src-shared/contract/room-model.ts'
import { renderEverything } from '../fixtures/render-elsewhere.ts'
import { fakeHash } from '../fixtures/room-model-parts.ts'
import { largeRoomModel, smallRoomModel } from '../fixtures/room-models.ts'

const options = snapshotOptionsSchema.parse({})
const content = {
  format: 'pdf',
  heading: 'Room snapshot',
  options,
  model: smallRoomModel(),
} as const

describe('the bytes of an artefact', () => {
  it('are the same in another process, time zone, locale and directory, in every format', async () => {
    const program = path.join(import.meta.dirname, '../fixtures/render-elsewhere.ts')
    const elsewhere = execFileSync(process.execPath, [program], {
      encoding: 'utf8',
      cwd: tmpdir(),
      env: { PATH: process.env.PATH, TZ: 'Asia/Kolkata', LC_ALL: 'el_GR.UTF-8', LANG: 'el_GR' },
    })
    expect(JSON.parse(elsewhere)).toEqual(await renderEverything())
  })

  it('do not depend on what was rendered before', async () => {
    const small = { ...content, contentHash: fakeHash(1) }
    const first = await renderArtefact(small)
    await renderArtefact({ ...small, model: largeRoomModel() })
    const again = await renderArtefact(small)
    expect(Buffer.from(again.bytes).equals(first.bytes)).toBe(true)
  })

  it('take their file id and date from the content, not from the clock or chance', async () => {
    const { bytes } = await renderArtefact({ ...content, contentHash: fakeHash(1) })
    const text = Buffer.from(bytes).toString('latin1')
    const id = fakeHash(1).slice(0, 32).toUpperCase()
    expect(text).toContain(`/ID [ <${id}> <${id}> ]`)
    expect(text.match(/D:\d{14}[^)]*/g)).toEqual(["D:20261120140509+00'00'"])
  })
})

describe('the content hash', () => {
  const hash = contentHash(content)

  it('is a SHA-256 in hex and the same for equal content in any order of keys', () => {
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    const model = Object.fromEntries(Object.entries(content.model).reverse()) as RoomModel
    expect(contentHash({ ...content, model })).toBe(hash)
  })

  it.each<[what: string, change: Partial<Parameters<typeof contentHash>[0]>]>([
    ['the format', { format: 'json' }],
    ['the heading', { heading: 'Another' }],
    ['an option', { options: { ...options, include_messages: true } }],
    [
      'the room',
      { model: { ...content.model, room: { ...content.model.room, status: 'on_hold' } } },
    ],
    ['the documents', { model: { ...content.model, documents: [] } }],
    ['the approvals', { model: { ...content.model, approvals: [] } }],
    ['the activity', { model: { ...content.model, activity: [] } }],
    [
      'the time of the state',
      { model: { ...content.model, state_as_of: '2026-11-21T00:00:00.000Z' } },
    ],
  ])('changes with %s', (_what, change) => {
    expect(contentHash({ ...content, ...change })).not.toBe(hash)
  })

  it('holds the version of the template', () => {
    expect(Number.isInteger(templateVersion)).toBe(true)
  })
})
