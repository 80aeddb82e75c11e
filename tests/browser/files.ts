import type { Locator } from '@playwright/test'

export interface TestFile {
  name: string
  mimeType: string
  buffer: Buffer
}

/** A small PDF; the word makes its bytes, and so its SHA-256, its own. */
export function pdfFile(name: string, word = name): TestFile {
  const text = `%PDF-1.4\n% ${word}\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(text) }
}

/** A Windows program, whatever its name says. */
export function programFile(name: string): TestFile {
  const buffer = Buffer.alloc(256)
  buffer.write('MZ')
  return { name, mimeType: 'application/pdf', buffer }
}

/** Drops files from the desktop on an element. */
export async function dropFiles(target: Locator, files: readonly TestFile[]): Promise<void> {
  const given = files.map(({ name, mimeType, buffer }) => ({
    name,
    type: mimeType,
    bytes: [...buffer],
  }))
  const dataTransfer = await target.page().evaluateHandle((list) => {
    const transfer = new DataTransfer()
    for (const { name, type, bytes } of list) {
      transfer.items.add(new File([new Uint8Array(bytes)], name, { type }))
    }
    return transfer
  }, given)
  await target.dispatchEvent('dragover', { dataTransfer })
  await target.dispatchEvent('drop', { dataTransfer })
}
