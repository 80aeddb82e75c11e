import { z } from 'zod'
import { signedShape } from './audit.ts'
import { snapshotFormats, snapshotTriggers } from './enums.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/**
 * What goes beside an exported snapshot: which one it is, of which room, whose, when, the hashes of
 * its file and content, its entry in the trail, and where the trail stood when this was signed.
 */
export const manifestFileSchema = z.strictObject({
  schema: z.literal('sts.snapshot-manifest/1'),
  snapshot_id: z.string(),
  title: z.string(),
  room_id: z.string(),
  room_code: z.string(),
  room_title: z.string(),
  snapshot_type: z.enum(snapshotFormats),
  trigger: z.enum(snapshotTriggers),
  file_name: z.string(),
  sha256,
  size_bytes: z.number().int(),
  page_count: z.number().int().nullable(),
  content_hash: sha256,
  room_revision: z.number().int(),
  created_by: z.string(),
  created_at: z.string(),
  completed_at: z.string(),
  /** The entry of the trail that says that it was completed. */
  audit_seq: z.number().int(),
  exported_by: z.string(),
  ...signedShape,
})
export type ManifestFile = z.infer<typeof manifestFileSchema>

/** What a manifest that is verified says of itself. */
export const manifestCheckSchema = z.object({
  /** The signature fits everything else in the file. */
  signature_fits: z.boolean(),
  /** It was made with a key of this workspace. */
  key_is_ours: z.boolean(),
  /** Facts in which it is not what the workspace has on record. */
  differs: z.array(z.string()),
  /** The SHA-256 of the file that it goes with. */
  file_sha256: z.string(),
})
export type ManifestCheck = z.infer<typeof manifestCheckSchema>
