import { z } from 'zod'
import { importActions, importKinds } from './enums.ts'
import { id, listOf, notRoomScoped, pageQuery, procedure, reads } from './procedure.ts'

/** 500 MB: the largest file that an import takes. */
export const maxImportBytes = 500 * 1024 * 1024

/** What became of the rows of one table: `read` = `taken` + `changed` + `refused`. */
export const importCountsSchema = z.object({
  read: z.number().int(),
  /** As they were. */
  taken: z.number().int(),
  /** With something mapped, merged, or cleaned: each has its issue. */
  changed: z.number().int(),
  /** Not taken, because of what is wrong or because they are here already: each has its issue. */
  refused: z.number().int(),
})
export type ImportCounts = z.infer<typeof importCountsSchema>

export const importIssueSchema = z.object({
  table: z.string(),
  /** The row's id in the file, `#n` for the n-th row that has none, `*` for the whole table. */
  row: z.string(),
  code: z.string(),
  message: z.string(),
  action: z.enum(importActions),
})
export type ImportIssue = z.infer<typeof importIssueSchema>

export const importReportSchema = z.object({
  dry_run: z.boolean(),
  tables: z.record(z.string(), importCountsSchema),
  issues: z.array(importIssueSchema),
})
export type ImportReport = z.infer<typeof importReportSchema>

export const importSchema = z.object({
  id: z.string(),
  kind: z.enum(importKinds),
  file_name: z.string(),
  sha256: z.string(),
  size_bytes: z.number().int(),
  counts: importCountsSchema,
  created_by: z.string(),
  created_at: z.string(),
})
export type Import = z.infer<typeof importSchema>

/** A form sends everything as text. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])

export const imports = {
  run: procedure({ permission: 'imports.run', room: notRoomScoped, audit: 'import.run' })
    .route({
      method: 'POST',
      path: '/api/v1/imports',
      summary: 'Import a file, or see what an import of it would do',
    })
    .input(
      z.strictObject({
        /** At most `maxImportBytes`; a larger one is PAYLOAD_TOO_LARGE, not BAD_REQUEST. */
        file: z.file(),
        kind: z.enum(importKinds),
        dry_run: flag.default(true),
        /** Files of documents: each goes to the version that names its SHA-256. */
        files: z.array(z.file()).max(100_000).optional(),
      }),
    )
    .output(importReportSchema),
  list: procedure({ permission: 'imports.run', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/imports',
      outputStructure: 'detailed',
      summary: 'Past imports, newest first',
    })
    .input(z.strictObject({ ...pageQuery, kind: z.enum(importKinds).optional() }))
    .output(listOf(importSchema)),
  get: procedure({ permission: 'imports.run', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/imports/{import_id}',
      summary: 'A past import with its whole report',
    })
    .input(z.strictObject({ import_id: id }))
    .output(importSchema.extend({ report: importReportSchema })),
}
