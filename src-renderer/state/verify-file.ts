import { create } from 'zustand'

/** What was dropped or chosen to be verified. */
export interface DroppedFile {
  /** Tells two of the same name apart. */
  key: string
  file: File
  /** A folder holds files, but is none. */
  isFolder: boolean
}

interface VerifyFile {
  opened: boolean
  files: readonly DroppedFile[]
  /** Opens the dialog, with or without files. */
  open(files: readonly DroppedFile[]): void
  close(): void
}

/** The dialog that verifies files: whoever has some opens it. */
export const useVerifyFile = create<VerifyFile>()((set) => ({
  opened: false,
  files: [],
  open: (files) => set({ opened: true, files }),
  close: () => set({ opened: false, files: [] }),
}))

let given = 0
const keyed = (file: File, isFolder: boolean): DroppedFile => {
  given += 1
  return { key: `${given}`, file, isFolder }
}

/** Files that were chosen: never folders. */
export const chosenFiles = (files: readonly File[]): DroppedFile[] =>
  files.map((file) => keyed(file, false))

/** What was dropped. To be called while the drop is handled: afterwards nothing of it can be read. */
export function droppedFiles(transfer: DataTransfer): DroppedFile[] {
  return [...transfer.items].flatMap((item) => {
    const file = item.kind === 'file' ? item.getAsFile() : null
    return file === null ? [] : [keyed(file, item.webkitGetAsEntry()?.isDirectory === true)]
  })
}
