import { strToU8, zipSync } from 'fflate'
import type { LocalClient } from '../../src-main/rpc/local-client.ts'

/** The smallest files of each kind that a document may be, by what they really are. */
export const papers = {
  pdf: Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n'),
  jpeg: Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'),
  png: Buffer.from(
    '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6300010000050001' +
      '0d0a2db40000000049454e44ae426082',
    'hex',
  ),
  tiff: Buffer.concat([Buffer.from('49492a0008000000', 'hex'), Buffer.alloc(64)]),
  docx: Buffer.from(
    zipSync({
      '[Content_Types].xml': strToU8(
        '<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
      ),
      'word/document.xml': strToU8('<w:document/>'),
    }),
  ),
} as const

export const fileOf = (bytes: Uint8Array, name = 'paper.pdf') =>
  new File([new Uint8Array(bytes)], name)

/** Opens a room with nothing in it yet but its missing documents. */
export async function openRoom(client: LocalClient) {
  const [organization] = (await client.organizations.list({ limit: 1 })).body
  return client.rooms.create({
    title: 'Papers',
    location: 'Laconian Gulf',
    eta: '2026-12-01T06:00:00Z',
    organization_id: organization?.id,
  })
}
