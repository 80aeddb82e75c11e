import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import { fileTypeFromBuffer } from 'file-type'
import { describe, expect, it } from 'vitest'
import { sampleFile } from '../../src-main/sample/files.ts'
import { sampleStory } from '../../src-main/sample/story.ts'
import { documentMimes } from '../../src-shared/contract/enums.ts'

const kinds = ['pdf', 'png', 'jpeg', 'docx'] as const
const contents = {
  title: 'Compatibility study (rev. 2) \\ Αγία Θαλασσινή',
  lines: ['Ship: Agia Thalassini, IMO 9301172', 'Rate < 8,000 m3/h & wind under 30 kn – agreed'],
}
const mimes = {
  pdf: documentMimes[0],
  jpeg: documentMimes[1],
  png: documentMimes[2],
  docx: documentMimes[4],
}
const hasQpdf = (() => {
  try {
    execFileSync('qpdf', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

describe('a sample file', () => {
  it.each(kinds)('is by its content what it says it is: %s', async (kind) => {
    for (const size of [0, 20_000]) {
      const found = await fileTypeFromBuffer(sampleFile(kind, { ...contents, size }))
      expect(found?.mime).toBe(mimes[kind])
    }
  })

  it.each(kinds)('has the same bytes each time, and others for another text: %s', (kind) => {
    const once = Buffer.from(sampleFile(kind, contents))
    expect(once.equals(sampleFile(kind, contents))).toBe(true)
    expect(once.equals(sampleFile(kind, { ...contents, title: 'Another title' }))).toBe(false)
  })

  it.each(kinds)('is about as large as asked: %s', (kind) => {
    const { length } = sampleFile(kind, { ...contents, size: 30_000 })
    expect(length).toBeGreaterThan(27_000)
    expect(length).toBeLessThan(33_000)
  })

  it('holds a picture that unpacks to its own height and width (PNG)', () => {
    const png = Buffer.from(sampleFile('png', { ...contents, size: 20_000 }))
    const width = png.readUInt32BE(16)
    const height = png.readUInt32BE(20)
    const data = png.subarray(41, 41 + png.readUInt32BE(33))
    expect(inflateSync(data)).toHaveLength(height * (width / 8 + 1))
  })

  it('carries its text, escaped (Word)', () => {
    const parts = unzipSync(sampleFile('docx', contents))
    const text = new TextDecoder().decode(parts['word/document.xml'])
    expect(text).toContain('Αγία Θαλασσινή')
    expect(text).toContain('&lt; 8,000 m3/h &amp; wind')
  })

  it.skipIf(!hasQpdf)('is accepted by qpdf (PDF)', () => {
    const directory = mkdtempSync(join(tmpdir(), 'sample-pdf-'))
    try {
      for (const size of [0, 12_000]) {
        const file = join(directory, `${size}.pdf`)
        writeFileSync(file, sampleFile('pdf', { ...contents, size }))
        expect(execFileSync('qpdf', ['--check', file], { encoding: 'utf8' })).toMatch(
          /No syntax or stream encoding errors/,
        )
      }
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it('is what every upload of the story brings, under a name of its kind', async () => {
    const uploads = sampleStory('2026-11-20').filter((step) => step.do === 'upload')
    const seen = new Set<string>()
    for (const { file, file_name } of uploads) {
      const found = await fileTypeFromBuffer(sampleFile(file.kind, file))
      expect(found?.mime).toBe(mimes[file.kind])
      expect(file_name.split('.').at(-1)).toBe(found?.ext)
      // A PDF page prints Latin-1 only, so the story must not put other letters on it.
      if (file.kind === 'pdf') {
        expect([file.title, ...file.lines].join('')).toMatch(/^[\u0020-\u007e\u00a0-\u00ff]+$/)
      }
      seen.add(file.kind)
    }
    expect(seen).toEqual(new Set(kinds))
  })
})
