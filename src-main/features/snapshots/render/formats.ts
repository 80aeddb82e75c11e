import type { SnapshotFormat } from '../../../../src-shared/contract/enums.ts'

/** How each format is named on disk and over HTTP. CSV is a zip: one file for each section. */
export const artefactFormats: Readonly<
  Record<SnapshotFormat, { readonly mime: string; readonly extension: string }>
> = {
  pdf: { mime: 'application/pdf', extension: 'pdf' },
  json: { mime: 'application/json', extension: 'json' },
  csv: { mime: 'application/zip', extension: 'zip' },
}
