import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { templateVersion } from '../../src-main/features/snapshots/render/index.ts'
import { type SnapshotFormat, snapshotFormats } from '../../src-shared/contract/enums.ts'
import type { RoomModel } from '../../src-shared/contract/room-model.ts'
import { utcText } from '../../src-shared/rules/times.ts'
import golden from '../fixtures/golden.json' with { type: 'json' }
import {
  factsOf,
  type GoldenFile,
  type GoldenRoom,
  goldenNames,
  goldenRooms,
  renderGolden,
} from '../fixtures/golden.ts'
import { popplerVersion, readPdf } from '../fixtures/read-pdf.ts'

const howToRenew =
  'The bytes have changed. If that was meant: raise templateVersion, `npm run golden`.'

/** Each artefact is rendered once for all tests of this file. */
const rendered = new Map<string, Promise<GoldenFile>>()
function artefact(room: GoldenRoom, format: SnapshotFormat): Promise<GoldenFile> {
  const key = `${room} ${format}`
  const file = rendered.get(key) ?? renderGolden(room, format)
  rendered.set(key, file)
  return file
}

describe('the artefacts of the five golden rooms', () => {
  for (const room of goldenNames) {
    for (const format of snapshotFormats) {
      it(`are the bytes that were approved: ${room}, ${format}`, async () => {
        expect(factsOf(await artefact(room, format)), howToRenew).toEqual(
          golden.rooms[room][format],
        )
      })
    }
  }

  it('are the same in another process, time zone, locale, and directory', () => {
    const program = path.join(import.meta.dirname, '../fixtures/golden.ts')
    const elsewhere = execFileSync(process.execPath, [program], {
      encoding: 'utf8',
      cwd: tmpdir(),
      env: { PATH: process.env.PATH, TZ: 'Pacific/Apia', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR' },
    })
    expect(JSON.parse(elsewhere)).toEqual(golden.rooms)
  })

  it('were approved as this version of the template', () => {
    expect(golden.template_version).toBe(templateVersion)
  })

  it.each(goldenNames)('look as they did when they were approved: %s', async (room) => {
    const { bytes } = await artefact(room, 'pdf')
    const pdf = readPdf(bytes)
    const pictures = pdf.pictures()
    pdf.close()
    expect(pictures).toHaveLength(golden.rooms[room].pdf.pages)
    // Another poppler draws other pictures of the same page.
    if (popplerVersion() === golden.pictures.poppler) {
      expect(pictures).toEqual(golden.pictures[room])
    }
  })
})

/** The titles in the head of each table, by the name under which it goes on over a page. */
const heads: Readonly<Record<string, readonly string[]>> = {
  Blockers: ['Stands', 'Required', 'Vessel', 'Type'],
  'Expiring soon': ['Expires', 'Document', 'Vessel', 'Type'],
  Parties: ['Name', 'Role', 'E-mail', 'Organization'],
  Vessels: ['Vessel', 'Numbers', 'Dimensions', 'Tonnage'],
  Documents: ['Document', 'Need,', 'Status', 'Expires', 'Latest', 'Reviewed'],
  Files: ['File', 'Document', 'Kind,', 'Added'],
  Approvals: ['Party', 'Approves', 'Status', 'Comment', 'Decided'],
  Activity: ['When,', 'Who', 'What', 'Entry'],
  Messages: ['From', 'Message'],
  'Left out': ['Section', 'Count', 'Why'],
}
const points = (millimetres: number): number => (millimetres * 72) / 25.4
const headingTitles = [
  'Readiness',
  'Parties',
  'Vessels',
  'Documents',
  'Files',
  'Approvals',
  'Activity',
  'Messages',
  'Left out of this document',
]

describe.each(goldenNames)('the PDF of the golden room %s', (room) => {
  const model = goldenRooms[room]()
  const read = artefact(room, 'pdf').then(({ bytes, content_hash, pages: count }) => {
    const pdf = readPdf(bytes)
    const result = {
      content_hash,
      count,
      verdict: pdf.check(),
      pages: pdf.pages(),
      drawn: pdf.drawn(),
      words: pdf.words(),
      outline: pdf.outline(),
      fonts: pdf.fonts(),
    }
    pdf.close()
    return result
  })

  it('is sound, with every font embedded as a subset that can be read back', async () => {
    const { verdict, fonts } = await read
    expect(verdict).toContain('No syntax or stream encoding errors found')
    expect(fonts.length).toBeGreaterThanOrEqual(3)
    for (const font of fonts)
      expect(font).toMatch(/\+NotoSans\S*\s+CID TrueType\s+Identity-H\s+yes yes yes/)
  })

  it('numbers each page of the right number, and names code and content hash', async () => {
    const { pages, count, content_hash } = await read
    expect(pages).toHaveLength(count ?? 0)
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`page ${index + 1} of ${pages.length}`)
      expect(page).toContain(`${model.room.code} · ${content_hash.slice(0, 12)}`)
      expect(page.split('\n').length).toBeGreaterThan(8)
    }
  })

  it('has an entry of the outline for each section, leading to where its heading stands', async () => {
    const { outline, words } = await read
    const sections = outline.filter(({ depth }) => depth === 0)
    const substituted = room === 'hostile' ? ['Characters shown as □'] : []
    expect(sections.map(({ title }) => title)).toEqual([...headingTitles, ...substituted])
    for (const [index, { title, page, top }] of sections.entries()) {
      const [number, first] =
        words[page - 1]?.filter((word) => word.top >= top && word.top < top + 24) ?? []
      expect([number?.text, first?.text]).toEqual([String(index + 1), title.split(' ')[0]])
    }
  })

  it('begins no page inside a table without its name and its head', async () => {
    const { words, outline } = await read
    const firstSection = outline[0]?.page ?? 0
    for (const [index, page] of words.entries()) {
      if (index + 1 < Math.max(firstSection, 2)) continue
      const body = page.filter(({ top }) => top > points(18) + 14)
      const lines = linesOf(body)
      const [first = ''] = lines
      if (!first.endsWith(', continued')) {
        const onPage = outline.filter((entry) => entry.page === index + 1)
        const headings = onPage.map(({ title, depth }) =>
          depth === 0
            ? `${outline.filter((one) => one.depth === 0).findIndex((one) => one.title === title) + 1} ${title}`
            : title,
        )
        const isHeading = headings.some((heading) => first.startsWith(heading))
        expect(isHeading || first === 'In this document', `page ${index + 1}: ${first}`).toBe(true)
        continue
      }
      const name = first.replace(/, continued$/, '').replace(/^Documents, .*/, 'Documents')
      const titles = heads[name]
      expect(titles, name).toBeDefined()
      const below = body.filter(({ top }) => top < (body[0]?.top ?? 0) + 40).map(({ text }) => text)
      for (const title of titles ?? []) expect(below, `page ${index + 1}`).toContain(title)
    }
  })

  it('keeps all text within margins of 18 mm', async () => {
    const { words } = await read
    for (const page of words) {
      expect(page.length).toBeGreaterThan(0)
      for (const { text, left, top, right, bottom } of page) {
        const place = { text, left, top, right, bottom }
        const inside =
          left >= points(18) - 0.1 &&
          right <= points(210 - 18) + 0.1 &&
          // Boxes of words reach from ascent to descent, beyond the ink.
          top >= points(18) - 3 &&
          bottom <= points(297 - 18) + 3
        expect(inside, JSON.stringify(place)).toBe(true)
      }
    }
  })

  it('holds every text of the model, to be read back in Latin, Greek, and Cyrillic', async () => {
    const found = bare((await read).drawn)
    expect(printedTexts(model).filter((text) => !found.includes(bare(text)))).toEqual([])
  })
})

/** What wraps is one text again. */
const bare = (text: string): string => text.normalize('NFC').replace(/\s+/g, '')

// What else a text may hold is shown as □, and a text longer than a page goes on below its foot.
const printable = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}\p{N}\p{P}\p{S}\s]*$/u
const fromPeople = (text: string | null): text is string =>
  text !== null && printable.test(text) && !/\p{Cf}|\p{So}/u.test(text) && text.length < 4000

/** The texts of a model as they stand on paper. */
function printedTexts({ room, ...model }: RoomModel): string[] {
  return [
    room.code,
    room.title,
    room.description,
    room.location,
    room.organization.name,
    ...room.tags,
    ...model.parties.flatMap(({ name, email, organization }) => [name, email, organization]),
    ...model.vessels.flatMap((ship) => [
      ship.name,
      `IMO ${ship.imo}`,
      ship.vessel_type,
      ship.owner,
      ship.charterer,
      ship.class_society,
    ]),
    ...model.documents.flatMap(({ type, notes, review_note, reviewed_by, versions }) => [
      type.name,
      type.code,
      notes,
      review_note,
      reviewed_by,
      ...versions.flatMap(({ file_name, sha256, created_by, created_at }) => [
        file_name,
        `SHA-256 ${sha256}`,
        `${created_by}${utcText(created_at)}`,
      ]),
    ]),
    ...model.approvals.flatMap(({ party, comment }) => [party.name, comment]),
    ...model.messages.flatMap(({ sender_name, body, created_at }) => [
      sender_name,
      body,
      utcText(created_at),
    ]),
    ...model.activity.map(({ actor, summary, seq }) => `${actor}${summary}${seq}`),
    ...model.scope.omitted.map(({ reason }) => reason),
  ].filter(fromPeople)
}

/** Words of a page as lines, from the top. */
function linesOf(words: readonly { text: string; top: number; left: number }[]): string[] {
  const lines: { top: number; words: string[] }[] = []
  for (const word of words) {
    const line = lines.find(({ top }) => Math.abs(top - word.top) < 4)
    if (line === undefined) lines.push({ top: word.top, words: [word.text] })
    else line.words.push(word.text)
  }
  return lines.sort((a, b) => a.top - b.top).map((line) => line.words.join(' '))
}
