import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawPdf, joined } from '../fixtures/draw-pdf.ts'
import { largeRoomModel } from '../fixtures/room-models.ts'

describe('the PDF of a large room (200 documents, 2,000 activities, 500 messages)', () => {
  const model = largeRoomModel()
  let drawn: Awaited<ReturnType<typeof drawPdf>>
  let pages: string[]
  beforeAll(async () => {
    drawn = await drawPdf(model)
    pages = drawn.pdf.pages()
  })
  afterAll(() => drawn.pdf.close())

  it('is sound, and holds every document, file, activity and message', () => {
    expect(drawn.pdf.check()).toContain('No syntax or stream encoding errors found')
    const lines = new Set(pages.join('\n').split('\n'))
    const hashes = model.documents.flatMap(({ versions }) => versions.map(({ sha256 }) => sha256))
    expect(hashes.length).toBeGreaterThan(100)
    for (const sha256 of hashes) expect(lines).toContain(`SHA-256 ${sha256}`)
    for (const { seq } of model.activity) expect(lines).toContain(String(seq))
    const text = joined(pages.join(' '))
    const times = text.match(/(?:Owner|Broker|Charterer|Buyer), \d+ Nov 2026, \d\d:\d\d UTC/g)
    expect(times).toHaveLength(model.messages.length)
  })

  it('repeats the head of a table on each of its pages', () => {
    const outline = drawn.pdf.outline()
    const pageOf = (title: string) => outline.find((entry) => entry.title === title)?.page ?? 0
    const heads: [section: string, next: string, head: string[]][] = [
      ['Files', 'Approvals', ['File', 'Document', 'Kind, size', 'Added']],
      ['Activity', 'Messages', ['When', 'Who', 'What', 'Action', 'Entry']],
      ['Messages', 'Left out of this document', ['From', 'Message']],
    ]
    for (const [section, next, head] of heads) {
      const [first, last] = [pageOf(section), pageOf(next)]
      expect(last - first).toBeGreaterThan(3)
      for (let page = first; page < last; page += 1) {
        const lines = (pages[page - 1] ?? '').split('\n')
        for (const title of head) expect(lines).toContain(title)
        if (page > first) expect(lines).toContain(`${section}, continued`)
      }
    }
  })

  it('numbers every page right and leaves none empty', () => {
    expect(pages).toHaveLength(drawn.pageCount ?? 0)
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`page ${index + 1} of ${pages.length}`)
      expect(page.split('\n').length).toBeGreaterThan(8)
    }
  })

  it('lets no text run into the foot or out of the page', () => {
    const margin = (18 * 72) / 25.4
    for (const page of drawn.pdf.words()) {
      const foot = page.find(({ text }) => text === 'page')
      for (const { left, right, bottom } of page) {
        expect(left).toBeGreaterThanOrEqual(margin - 0.1)
        expect(right).toBeLessThanOrEqual(595.28 - margin + 0.1)
        expect(bottom).toBeLessThanOrEqual((foot?.bottom ?? 0) + 0.5)
      }
    }
  })

  it('lets no column run into its neighbour', () => {
    const activity = drawn.pdf.outline().find(({ title }) => title === 'Activity')?.page ?? 0
    const words = drawn.pdf.words()[activity] ?? []
    const head = (title: string) => words.find(({ text }) => text === title)
    const [who, what, action] = [head('Who'), head('What'), head('Action')]
    expect(who && what && action).toBeTruthy()
    for (const word of words.filter(({ top }) => top > (who?.bottom ?? 0))) {
      for (const column of [who, what, action]) {
        const edge = (column?.left ?? 0) - 2
        expect(word.left < edge && word.right > edge && word.bottom < 760).toBe(false)
      }
    }
  })
})
