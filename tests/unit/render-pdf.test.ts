import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RenderAborted, renderArtefact } from '../../src-main/features/snapshots/render/index.ts'
import { drawnHash, drawPdf, joined } from '../fixtures/draw-pdf.ts'
import { emptyRoomModel, fakeHash } from '../fixtures/room-model-parts.ts'
import { hostileRoomModel, smallRoomModel, threeScriptsRoomModel } from '../fixtures/room-models.ts'

type Drawn = Awaited<ReturnType<typeof drawPdf>>

const sectionTitles = [
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

describe('the PDF of a room', () => {
  const model = smallRoomModel()
  let drawn: Drawn
  beforeAll(async () => {
    drawn = await drawPdf(model)
  })
  afterAll(() => drawn.pdf.close())

  it('is a sound PDF of at most 50 KB with all fonts embedded as subsets', () => {
    expect(drawn.pdf.check()).toContain('No syntax or stream encoding errors found')
    expect(drawn.bytes.length).toBeLessThanOrEqual(50_000)
    const fonts = drawn.pdf.fonts()
    expect(fonts.length).toBeGreaterThanOrEqual(3)
    for (const font of fonts)
      expect(font).toMatch(/\+NotoSans\S*\s+CID TrueType\s+Identity-H\s+yes yes yes/)
  })

  it('says on its first page what it is, of when, and how far the room is', () => {
    const first = joined(drawn.pdf.text({ first: 1, last: 1 }))
    expect(first).toContain('Room snapshot')
    expect(first).toContain(model.room.code)
    expect(first).toContain(model.room.title)
    expect(first).toContain('State as of 20 Nov 2026, 14:05 UTC, revision 1,287')
    expect(first).toContain(`${model.readiness.progress.toFixed(1)} %`)
    expect(first).toContain(
      `${model.readiness.resolved} of ${model.readiness.required} required documents resolved`,
    )
    expect(first).toContain('600,000 bbl crude oil')
    expect(first).toContain('USD 43,800,000.00')
    expect(first).toContain(drawnHash)
    expect(first).toContain('Messages (14): left out by the options of this snapshot')
  })

  it('holds every party, vessel, document, file hash and approval as text', () => {
    const text = joined(drawn.pdf.text())
    for (const { name, email } of model.parties) {
      expect(text).toContain(name)
      expect(text).toContain(email)
    }
    for (const { imo, name } of model.vessels) {
      expect(text).toContain(name)
      expect(text).toContain(`IMO ${imo}`)
    }
    for (const { type, versions } of model.documents) {
      expect(text).toContain(type.name)
      for (const { sha256, file_name } of versions) {
        expect(text).toContain(`SHA-256 ${sha256}`)
        expect(text).toContain(file_name)
      }
    }
    expect(text).toContain('Subject to fair weather and daylight mooring')
    expect(text).toContain('Review: Page 3 is not legible; send a new scan.')
    for (const word of ['Approved', 'Under review', 'Missing', 'Rejected', 'Expiring soon']) {
      expect(text).toContain(word)
    }
  })

  it('lists activity newest first', () => {
    const text = drawn.pdf.text()
    const places = model.activity.map(({ seq }) => text.search(new RegExp(`^${seq}$`, 'm')))
    expect(places.every((place) => place > 0)).toBe(true)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  it('numbers its pages and names code and content hash on each', () => {
    const pages = drawn.pdf.pages()
    expect(pages).toHaveLength(drawn.pageCount ?? 0)
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`page ${index + 1} of ${pages.length}`)
      expect(page).toContain(`${model.room.code} · ${drawnHash.slice(0, 12)}`)
      expect(page).toContain(drawnHash)
    }
  })

  it('has an outline of its sections, and one entry for each category of documents', () => {
    const outline = drawn.pdf.outline()
    expect(outline.filter(({ depth }) => depth === 0).map(({ title }) => title)).toEqual(
      sectionTitles,
    )
    const groups = outline.filter(({ depth }) => depth === 1).map(({ title }) => title)
    expect(groups).toContain('Vessel (4)')
    expect(groups).toContain('Insurance (1)')
    const pages = drawn.pdf.pages()
    for (const { title, page } of outline) expect(pages[page - 1]).toContain(title)
  })

  it('names the right page for each section in its contents', () => {
    const [cover = ''] = drawn.pdf.pages()
    const layout = cover.slice(cover.indexOf('In this document'))
    for (const [index, { title, page }] of drawn.pdf
      .outline()
      .filter(({ depth }) => depth === 0)
      .entries()) {
      expect(joined(layout)).toMatch(new RegExp(`${index + 1} ${title} .*?\\b${page}\\b`))
    }
  })

  it('describes itself', () => {
    expect(drawn.pdf.information()).toMatchObject({
      Title: `Room snapshot – ${model.room.code} – ${model.room.title}`,
      Author: 'Northgate Trading',
      Subject: `Clearance of the ship-to-ship operation ${model.room.code}, state as of 20 Nov 2026, 14:05 UTC`,
      Keywords: `${model.room.code}, IMO 9074729, IMO 9321483, ${drawnHash}`,
      Creator: 'STS Clearance Desktop',
      CreationDate: "D:20261120140509+00'00'",
      'Page size': '595.28 x 841.89 pts (A4)',
    })
  })

  it('keeps everything within margins of 18 mm', () => {
    const margin = (18 * 72) / 25.4
    for (const page of drawn.pdf.words()) {
      expect(page.length).toBeGreaterThan(0)
      for (const { left, top, right, bottom } of page) {
        expect(left).toBeGreaterThanOrEqual(margin - 0.1)
        expect(right).toBeLessThanOrEqual(595.28 - margin + 0.1)
        // Boxes of words reach from ascent to descent, beyond the ink.
        expect(top).toBeGreaterThanOrEqual(margin - 3)
        expect(bottom).toBeLessThanOrEqual(841.89 - margin + 3)
      }
    }
  })

  it('prints the heading that a person gave', async () => {
    const { pdf } = await drawPdf(model, 'Before the second hose <b>')
    expect(pdf.text({ first: 1, last: 1 })).toContain('Before the second hose <b>')
    pdf.close()
  })
})

describe('the PDF of an empty room', () => {
  it('says in each section that there is nothing, and cuts none', async () => {
    const { pdf, pageCount } = await drawPdf(emptyRoomModel())
    expect(pdf.check()).toContain('No syntax or stream encoding errors found')
    expect(pageCount).toBe(2)
    const text = joined(pdf.text())
    for (const sentence of [
      'No document is required',
      'Nothing: this is the whole room.',
      'The room has no parties.',
      'No vessel has been named yet.',
      'The room has no documents.',
      'No file has been uploaded.',
      'Nobody has been asked for approval',
      'Nothing has happened in the room yet.',
      'The room has no messages.',
      'Nothing was left out.',
    ]) {
      expect(text).toContain(sentence)
    }
    expect(pdf.outline().map(({ title }) => title)).toEqual(sectionTitles)
    pdf.close()
  })
})

describe('the PDF of a snapshot without its documents', () => {
  it('says that they were left out, and never that there are none', async () => {
    const model = smallRoomModel()
    const reason = 'left out by the options of this snapshot'
    const { pdf } = await drawPdf({
      ...model,
      documents: [],
      scope: { ...model.scope, omitted: [{ section: 'documents', count: 12, reason }] },
    })
    const text = joined(pdf.text())
    expect(text).toContain(`Documents (12): ${reason}`)
    expect(text).toContain(`Not in this document (12): ${reason}`)
    expect(text).not.toContain('The room has no documents.')
    expect(text).not.toContain('No file has been uploaded.')
    pdf.close()
  })
})

describe('Latin, Greek and Cyrillic', () => {
  it('are printed with their own glyphs and can be read back', async () => {
    const model = threeScriptsRoomModel()
    const { pdf, substitutedGlyphs } = await drawPdf(model)
    const text = joined(pdf.text())
    for (const { name, organization } of model.parties) {
      expect(text).toContain(name)
      expect(text).toContain(organization)
    }
    for (const { name } of model.vessels) expect(text).toContain(name)
    expect(text).toContain('Not verified')
    expect(text).toContain(model.room.title)
    expect(substitutedGlyphs).toEqual([])
    expect(text).not.toContain('□')
    pdf.close()
  })
})

describe('hostile text', () => {
  const model = hostileRoomModel()
  let drawn: Drawn
  beforeAll(async () => {
    drawn = await drawPdf(model)
  })
  afterAll(() => drawn.pdf.close())

  it('is printed as it is: markup, backslashes and brackets are data', () => {
    expect(drawn.pdf.check()).toContain('No syntax or stream encoding errors found')
    const text = joined(drawn.pdf.text())
    expect(text).toContain(model.room.title)
    expect(text).toContain("Robert'); DROP TABLE rooms;--")
    expect(text).toContain('<i>, &amp;, "quoted"')
    expect(text).toContain('<b>&"\'')
    expect(text).toContain('+1+2 -- \\n \\r (\\051) ) Tj ET BT')
    expect(text).toContain('=HYPERLINK("http://x","y")')
    expect(text).toContain('Review: Line one line two line three')
  })

  it('comes back whole from the document information, also where UTF-16 holds a line end', () => {
    const title = drawn.pdf.information().Title?.normalize('NFC')
    expect(title).toBe(`Room snapshot – ${model.room.code} – ${model.room.title}`)
  })

  it('wraps words of any length and cuts nothing', () => {
    const text = drawn.pdf.text().replace(/\s+/g, '')
    expect(text).toContain('x'.repeat(400))
    expect(text).toContain('x'.repeat(800))
    expect(text).toContain('Unbroken'.repeat(40))
    expect(text).toContain(`${'long.name.'.repeat(12)}@example.com`)
  })

  it('goes on over the page where a note is longer than one', () => {
    const pages = drawn.pdf.pages()
    expect(pages.filter((page) => page.includes('A very long note')).length).toBeGreaterThan(1)
    expect(pages.join(' ').match(/\bgoes\b/g)).toHaveLength(300)
    expect(pages.join(' ')).toContain('END-OF-NOTE')
  })

  it('shows □ for each character without a glyph, and names it', () => {
    const text = joined(drawn.pdf.text())
    expect(text).toContain('□□ □□ □')
    expect(text).toContain('Zero□width □evil□ bell□')
    expect(drawn.substitutedGlyphs).toContainEqual({ codePoint: 'U+1F600', count: 1 })
    expect(drawn.substitutedGlyphs).toContainEqual({ codePoint: 'U+202E', count: 1 })
    expect(drawn.substitutedGlyphs).toContainEqual({ codePoint: 'U+0007', count: 1 })
    for (const { codePoint } of drawn.substitutedGlyphs) expect(text).toContain(codePoint)
    expect(drawn.pdf.outline().at(-1)?.title).toBe('Characters shown as □')
    expect(joined(drawn.pdf.pages().slice(0, 2).join(' '))).toContain('10 Characters shown as □')
  })

  it('says on its face that the view is restricted, and what was left out', () => {
    const first = joined(drawn.pdf.text({ first: 1, last: 1 }))
    expect(first).toContain('Restricted view')
    expect(first).toContain('holds the room and the vessels of “Example Marine” only.')
    expect(first).toContain('Vessels (2): they belong to other organizations')
    expect(first).toContain('Activity (1,900): older than the newest 100 entries')
  })
})

describe('cancelling a PDF', () => {
  const request = {
    format: 'pdf',
    heading: 'Room snapshot',
    model: smallRoomModel(),
    contentHash: fakeHash(1),
  } as const

  it('stops before it begins when the signal is up already', async () => {
    const pages: number[] = []
    await expect(
      renderArtefact({
        ...request,
        signal: AbortSignal.abort(),
        onPage: (page) => pages.push(page),
      }),
    ).rejects.toThrow(RenderAborted)
    expect(pages).toEqual([])
  })

  it('stops between pages when the signal goes up on one', async () => {
    const signal = { aborted: false }
    const pages: number[] = []
    const rendering = renderArtefact({
      ...request,
      signal,
      onPage(page) {
        pages.push(page)
        signal.aborted = page === 2
      },
    })
    await expect(rendering).rejects.toMatchObject({ name: 'AbortError' })
    expect(pages).toEqual([1, 2])
  })

  it('tells of every page as it begins', async () => {
    const pages: number[] = []
    const { pageCount } = await renderArtefact({ ...request, onPage: (page) => pages.push(page) })
    expect(pages).toEqual(Array.from({ length: pageCount ?? 0 }, (_, index) => index + 1))
  })
})
