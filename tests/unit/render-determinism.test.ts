import { describe, expect, it } from 'vitest'
import { renderArtefact } from '../../src-main/features/snapshots/render/index.ts'
import { fakeHash } from '../fixtures/room-model-parts.ts'
import { largeRoomModel, smallRoomModel } from '../fixtures/room-models.ts'

const content = {
  format: 'pdf',
  heading: 'Room snapshot',
  model: smallRoomModel(),
} as const

describe('the bytes of an artefact', () => {
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
