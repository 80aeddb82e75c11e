import { create } from 'zustand'
import type { ImportKind } from '../../src-shared/contract/enums.ts'
import type { ImportReport } from '../../src-shared/contract/imports.ts'

/** A file on its way into the workspace. */
export interface ImportJob {
  /** `null` until one is chosen. */
  file: File | null
  kind: ImportKind
  /** Files of documents that go with it. */
  documents: readonly File[]
  doing: 'dry_run' | 'import' | null
  /** How much of it has been copied into the workspace, 0–100. */
  sent: number
  /** How many of its rows have been read of how many; `null` until that is known. */
  rows: { read: number; total: number } | null
  /** Of the dry run, later of the import itself. */
  report: ImportReport | null
  /** What the file was refused with, else `null`. */
  error: unknown
}

export const noImport: ImportJob = {
  file: null,
  kind: 'sts_clearance',
  documents: [],
  doing: null,
  sent: 0,
  rows: null,
  report: null,
  error: null,
}

/**
 * The file that is being imported: it outlives leaving the screen, and the first sign-in, for which
 * the set-up screen hands it on. It never outlives a session.
 */
export const useImportJob = create<ImportJob>()(() => noImport)
