import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { maxDocumentBytes } from '../../src-shared/contract/documents.ts'
import { openWorld } from '../fixtures/world.ts'
import { fileOf, openRoom, papers } from './papers.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const mimes = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  tiff: 'image/tiff',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const
const kinds = Object.keys(mimes) as (keyof typeof mimes)[]

/** A room of its own and the way to upload to it. */
async function desk() {
  const world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const { id: room_id } = await openRoom(owner)
  const [document] = await owner.documents.list({ room_id })
  const document_type = document?.type_code ?? ''
  return {
    world,
    owner,
    room_id,
    document_type,
    upload: (bytes: Uint8Array, name?: string) =>
      owner.documents.upload({ room_id, document_type, file: fileOf(bytes, name) }),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  }
}

describe('an uploaded file', () => {
  test('is what its bytes are, whatever its name says; hash and size are of the bytes', async () => {
    await using at = await desk()
    for (const kind of kinds) {
      const bytes = papers[kind]
      const { versions } = await at.upload(bytes, 'holiday.exe')
      const newest = versions.find((version) => version.sha256 === sha256(bytes))
      expect(newest, kind).toMatchObject({
        file_name: 'holiday.exe',
        mime: mimes[kind],
        size_bytes: bytes.length,
        created_by: 'owner@example.org',
      })
      expect(await at.world.workspace.blobs.read(sha256(bytes))).toEqual(bytes)
    }
  })

  test.each([
    { what: 'a text', name: 'crew list.pdf', bytes: Buffer.from('crew list') },
    {
      what: 'a web page',
      name: 'q88.pdf',
      bytes: Buffer.from('<!doctype html><script>1</script>'),
    },
    { what: 'a program', name: 'q88.png', bytes: Buffer.from(`MZ${'\0'.repeat(200)}`) },
    {
      what: 'an SVG',
      name: 'q88.png',
      bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    },
    { what: 'a plain zip', name: 'q88.docx', bytes: zipSync({ 'a.txt': Buffer.from('a') }) },
  ])('that is $what is refused, though it is called $name', async ({ bytes, name }) => {
    await using at = await desk()
    await expect(at.upload(bytes, name)).rejects.toMatchObject({ code: 'UNSUPPORTED_FILE' })
    const [document] = await at.owner.documents.list({ room_id: at.room_id })
    expect(document).toMatchObject({ status: 'missing', versions: [] })
    expect(await at.world.workspace.blobs.has(sha256(bytes))).toBe(false)
  })

  test('is refused when it is empty', async () => {
    await using at = await desk()
    await expect(at.upload(Buffer.alloc(0))).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      data: { issues: [{ path: ['file'] }] },
    })
  })

  test('may have 50 MB and not a byte more', async () => {
    await using at = await desk()
    const large = Buffer.alloc(maxDocumentBytes + 1, 0x20)
    papers.pdf.copy(large)
    await expect(at.upload(large)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
    const { versions } = await at.upload(large.subarray(0, maxDocumentBytes))
    expect(versions[0]?.size_bytes).toBe(maxDocumentBytes)
  })

  test('has a name without a path, whatever was sent', async () => {
    await using at = await desk()
    const { versions } = await at.upload(papers.pdf, '../../etc/q88\r\n.pdf')
    expect(versions[0]?.file_name).toBe('q88__.pdf')
  })

  test('of an unknown or a retired type is refused', async () => {
    await using at = await desk()
    const { owner, room_id, document_type, world } = at
    const file = fileOf(papers.pdf)
    await expect(
      owner.documents.upload({ room_id, document_type: 'NO_SUCH', file }),
    ).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      data: { issues: [{ path: ['document_type'] }] },
    })
    world.workspace.db.exec('update document_types set is_active = 0')
    const optional = (await owner.documentTypes.list()).find((type) => !type.required)
    await expect(
      owner.documents.upload({ room_id, document_type: optional?.code, file }),
    ).rejects.toThrow('retired')
    await expect(
      owner.documents.upload({ room_id, document_type: optional?.code, file }),
    ).rejects.toMatchObject({ data: { issues: [{ path: ['document_type'] }] } })
    // What the room was asked for before stays to be supplied: else it could never be clear.
    expect(await owner.documents.upload({ room_id, document_type, file })).toMatchObject({
      status: 'under_review',
    })
  })

  test('of a day that does not exist is refused', async () => {
    await using at = await desk()
    const { owner, room_id, document_type } = at
    for (const expires_on of ['2027-02-29', '2027-13-01', '01.02.2027', '2027-1-1']) {
      await expect(
        owner.documents.upload({ room_id, document_type, file: fileOf(papers.pdf), expires_on }),
      ).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    }
  })
})

describe('a download', () => {
  test('names the newest file, or the version asked for, and is in the trail', async () => {
    await using at = await desk()
    const { id: document_id } = await at.upload(papers.pdf, 'one.pdf')
    at.world.clock.advance(1000)
    const { versions } = await at.upload(papers.png, 'two.png')
    const one = { room_id: at.room_id, document_id }
    const newest = { file_name: 'two.png', mime: 'image/png', size_bytes: papers.png.length }
    expect(await at.owner.documents.download(one)).toEqual({
      ...newest,
      sha256: sha256(papers.png),
    })
    const version_id = versions[1]?.id
    expect(await at.owner.documents.download({ ...one, version_id })).toMatchObject({
      file_name: 'one.pdf',
    })
    const { entries } = await at.owner.audit.list({ action: 'document.downloaded' })
    expect(entries.map(({ detail }) => detail['file_name'])).toEqual(['one.pdf', 'two.png'])
  })

  test('of a missing document, or of a damaged file, hands out nothing', async () => {
    await using at = await desk()
    const [missing] = await at.owner.documents.list({ room_id: at.room_id })
    const one = { room_id: at.room_id, document_id: missing?.id ?? '' }
    await expect(at.owner.documents.download(one)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const { id: document_id } = await at.upload(papers.pdf)
    await writeFile(at.world.workspace.blobs.path(sha256(papers.pdf)), 'other bytes')
    await expect(
      at.owner.documents.download({ room_id: at.room_id, document_id }),
    ).rejects.toMatchObject({ code: 'BLOB_DAMAGED' })
    const { entries } = await at.owner.audit.list({ action: 'document.downloaded' })
    expect(entries).toEqual([])
  })
})
