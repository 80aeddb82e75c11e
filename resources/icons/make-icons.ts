/**
 * Makes the icon files from `icon.svg`: PNG in six sizes, `icon.ico` (Windows) and `icon.icns`
 * (macOS). Run by hand after a change of the drawing: `node resources/icons/make-icons.ts`.
 * Needs a Chromium, see `scripts/chromium.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumFlags, findChromium } from '../../scripts/chromium.ts'

const HERE = import.meta.dirname
const SIZES = [16, 32, 64, 128, 256, 512] as const
type Size = (typeof SIZES)[number]

/** Icon types of an icns file that hold PNG, with the pixels of each. */
const ICNS_TYPES: readonly (readonly [string, Size])[] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
]

async function drawPngs(svg: string): Promise<Map<Size, Buffer>> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('No Chromium was found: set CHROMIUM_PATH')
  const browser = await chromium.launch({ executablePath, args: chromiumFlags() })
  try {
    const pngs = new Map<Size, Buffer>()
    for (const size of SIZES) {
      const page = await browser.newPage({ viewport: { width: size, height: size } })
      await page.setContent(
        `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
      )
      pngs.set(size, await page.screenshot({ omitBackground: true }))
      await page.close()
    }
    return pngs
  } finally {
    await browser.close()
  }
}

function pngOf(pngs: ReadonlyMap<Size, Buffer>, size: Size): Buffer {
  const png = pngs.get(size)
  if (png === undefined) throw new Error(`There is no picture of ${size} pixels`)
  return png
}

/** An ico file: a directory of 16 bytes for each picture, then the PNGs as they are. */
function ico(pngs: ReadonlyMap<Size, Buffer>): Buffer {
  const sizes = SIZES.filter((size) => size <= 256)
  const head = Buffer.alloc(6 + 16 * sizes.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(sizes.length, 4)
  let offset = head.length
  for (const [index, size] of sizes.entries()) {
    const entry = 6 + 16 * index
    const bytes = pngOf(pngs, size).length
    // 0 stands for 256.
    head.writeUInt8(size % 256, entry)
    head.writeUInt8(size % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4)
    head.writeUInt16LE(32, entry + 6)
    head.writeUInt32LE(bytes, entry + 8)
    head.writeUInt32LE(offset, entry + 12)
    offset += bytes
  }
  return Buffer.concat([head, ...sizes.map((size) => pngOf(pngs, size))])
}

/** An icns file: `icns`, its length, then blocks of type, length and PNG, all big-endian. */
function icns(pngs: ReadonlyMap<Size, Buffer>): Buffer {
  const block = (type: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.write(type, 'ascii')
    head.writeUInt32BE(content.length + 8, 4)
    return Buffer.concat([head, content])
  }
  return block(
    'icns',
    Buffer.concat(ICNS_TYPES.map(([type, size]) => block(type, pngOf(pngs, size)))),
  )
}

const pngs = await drawPngs(readFileSync(path.join(HERE, 'icon.svg'), 'utf8'))
for (const [size, png] of pngs) writeFileSync(path.join(HERE, `${size}x${size}.png`), png)
writeFileSync(path.join(HERE, 'icon.ico'), ico(pngs))
writeFileSync(path.join(HERE, 'icon.icns'), icns(pngs))
