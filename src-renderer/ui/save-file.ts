/** Hands bytes or a text to the browser's (on the desktop: the system's) way of saving files. */
export function saveFile(content: BlobPart, fileName: string, mime: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: mime }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  // The download reads the address after this turn; a minute is ample and bounds the memory.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
