import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { readTrueType, type TrueType } from './truetype.ts'

export const faceNames = ['regular', 'bold', 'italic', 'boldItalic', 'mono'] as const
export type FaceName = (typeof faceNames)[number]

/** The five faces of the paper, parsed. */
export type PdfAssets = Readonly<Record<FaceName, TrueType>>

/** PostScript names; the files are called the same. */
export const postScriptNames: Readonly<Record<FaceName, string>> = {
  regular: 'NotoSans-Regular',
  bold: 'NotoSans-Bold',
  italic: 'NotoSans-Italic',
  boldItalic: 'NotoSans-BoldItalic',
  mono: 'NotoSansMono-Regular',
}

/**
 * `resources/fonts`, looked for upwards from this file: it stands at another depth in the sources
 * than in the bundle.
 */
function findFonts(): string {
  let directory = import.meta.dirname
  for (;;) {
    const candidate = path.join(directory, 'resources', 'fonts')
    if (existsSync(path.join(candidate, `${postScriptNames.regular}.ttf`))) return candidate
    const parent = path.dirname(directory)
    if (parent === directory) throw new Error('The folder resources/fonts is missing')
    directory = parent
  }
}

// Parsed once in each thread: parsing costs more than a small document.
const parsed = new Map<string, Promise<PdfAssets>>()

async function readAssets(directory: string): Promise<PdfAssets> {
  const read = async (face: FaceName) =>
    readTrueType(await readFile(path.join(directory, `${postScriptNames[face]}.ttf`)))
  const [regular, bold, italic, boldItalic, mono] = await Promise.all([
    read('regular'),
    read('bold'),
    read('italic'),
    read('boldItalic'),
    read('mono'),
  ])
  return { regular, bold, italic, boldItalic, mono }
}

/** The faces, from the given folder or the program's own; read and parsed once. */
export function loadPdfAssets(directory = findFonts()): Promise<PdfAssets> {
  const known = parsed.get(directory)
  if (known !== undefined) return known
  const assets = readAssets(directory)
  parsed.set(directory, assets)
  // A failure is not kept: the folder may be there at the next try.
  assets.catch(() => parsed.delete(directory))
  return assets
}
