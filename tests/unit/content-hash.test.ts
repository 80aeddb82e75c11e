import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentHash } from '../../src-main/features/snapshots/content-hash.ts'
import { renderArtefact } from '../../src-main/features/snapshots/render/index.ts'
import { snapshotFormats } from '../../src-shared/contract/enums.ts'
import {
  type RoomModel,
  roomModelSchema,
  snapshotOptionsSchema,
} from '../../src-shared/contract/room-model.ts'
import { canonicalJson } from '../../src-shared/rules/canonical-json.ts'
import { modelId } from '../fixtures/room-model-parts.ts'
import { hostileRoomModel, smallRoomModel, threeScriptsRoomModel } from '../fixtures/room-models.ts'

const options = snapshotOptionsSchema.parse({})
const content = {
  format: 'pdf',
  heading: 'Room snapshot',
  options,
  model: smallRoomModel(),
} as const
const hash = contentHash(content)

type Path = readonly (string | number)[]

/** The way to each fact of a value: to each text, number, truth value, null, and empty list. */
function facts(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const members = Object.entries(value)
  if (members.length === 0) return [path]
  return members.flatMap(([key, member]) =>
    facts(member, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

/** A copy in which `change` has replaced what stands at the path. */
function changedAt(
  value: unknown,
  [key, ...rest]: Path,
  change: (fact: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value)
  if (Array.isArray(value)) {
    return value.map((member, index) => (index === key ? changedAt(member, rest, change) : member))
  }
  if (typeof value !== 'object' || value === null) throw new RangeError('No such fact')
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === key ? changedAt(member, rest, change) : member,
    ]),
  )
}

/** Any other value of the same kind. */
function another(fact: unknown, text: string, number: number): unknown {
  switch (typeof fact) {
    case 'string':
      return fact === text ? `${text}.` : text
    case 'number':
      return fact === number ? number + 1 : number
    case 'boolean':
      return !fact
    default:
      return fact === null ? text : [text]
  }
}

/** The same value with the keys of each object in another order. */
function shuffled(value: unknown, turn: number): unknown {
  if (Array.isArray(value)) return value.map((member) => shuffled(member, turn))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([key, member]) => [key, shuffled(member, turn)])
  const start = members.length === 0 ? 0 : turn % members.length
  return Object.fromEntries([...members.slice(start), ...members.slice(0, start).reverse()])
}

describe('the content hash', () => {
  it('is a SHA-256 in hex', () => {
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('changes with every fact of the model, in every format', () => {
    const rooms = [smallRoomModel(), threeScriptsRoomModel(), hostileRoomModel()]
    fc.assert(
      fc.property(
        fc.constantFrom(...rooms.flatMap((model) => facts(model).map((path) => ({ model, path })))),
        fc.constantFrom(...snapshotFormats),
        fc.string({ unit: 'grapheme' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        ({ model, path }, format, text, number) => {
          const other = changedAt(model, path, (fact) => another(fact, text, number)) as RoomModel
          const before = contentHash({ ...content, format, model })
          fc.pre(canonicalJson(other) !== canonicalJson(model))
          return contentHash({ ...content, format, model: other }) !== before
        },
      ),
      { numRuns: 300 },
    )
  })

  it('changes when a row is taken away, doubled, or changes places with another', () => {
    const sections = ['parties', 'vessels', 'documents', 'approvals', 'activity'] as const
    for (const section of sections) {
      const rows: readonly unknown[] = content.model[section]
      const variants = [rows.slice(1), [...rows, rows[0]], rows.toReversed(), []]
      const hashes = variants.map((variant) =>
        contentHash({ ...content, model: { ...content.model, [section]: variant } }),
      )
      expect(new Set([hash, ...hashes]).size, section).toBe(variants.length + 1)
    }
  })

  it('changes with the format, the heading, and each option', () => {
    const hashes = [
      contentHash({ ...content, format: 'json' }),
      contentHash({ ...content, format: 'csv' }),
      contentHash({ ...content, heading: 'Another' }),
      ...[
        { include_documents: false },
        { include_activity: false },
        { include_approvals: false },
        { include_messages: true },
        { activity_limit: 99 },
        { vessel_ids: [] },
      ].map((change) => contentHash({ ...content, options: { ...options, ...change } })),
    ]
    expect(new Set([hash, ...hashes]).size).toBe(hashes.length + 1)
  })

  it('does not change with the order in which vessels were named, or how often', () => {
    const [a, b, c] = [modelId('cc', 1), modelId('cc', 2), modelId('cc', 3)]
    const of = (vessel_ids: string[]) =>
      contentHash({ ...content, options: { ...options, vessel_ids } })
    expect(of([c, a, b, a])).toBe(of([a, b, c]))
    expect(of([a, b])).not.toBe(of([a, b, c]))
  })

  it('and the bytes, in every format, do not change with the order of keys', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 30 }),
        fc.constantFrom(...snapshotFormats),
        async (turn, format) => {
          const model = shuffled(content.model, turn) as RoomModel
          const contentHashOf = (one: RoomModel) => contentHash({ ...content, format, model: one })
          expect(contentHashOf(model)).toBe(contentHashOf(content.model))
          const draw = (one: RoomModel) =>
            renderArtefact({ ...content, format, model: one, contentHash: hash })
          const [given, turned] = [await draw(content.model), await draw(model)]
          expect(Buffer.from(turned.bytes).equals(given.bytes)).toBe(true)
        },
      ),
      { numRuns: 12 },
    )
  })

  it('covers the model whole: nothing of it is outside the schema', () => {
    expect(roomModelSchema.parse(content.model)).toEqual(content.model)
  })
})
