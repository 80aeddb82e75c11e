import { z } from 'zod'
import { cadenceSchema, policyMatchSchema, retentionSchema } from './cadences.ts'
import { policyScopes, snapshotFormats } from './enums.ts'
import {
  dateTime,
  id,
  notRoomScoped,
  pageQuery,
  plainText,
  procedure,
  reads,
  shortText,
} from './procedure.ts'
import { snapshotOptionsSchema } from './room-model.ts'

/** Vessels are of one room; a policy is for many. */
export const policySetOptions = snapshotOptionsSchema.omit({ vessel_ids: true })

/** A set as a version keeps it: everything that people write. */
export const policySetBodySchema = z.object({
  name: z.string(),
  description: z.string().nullable(),
  match: policyMatchSchema,
  cadences: z.array(cadenceSchema),
  formats: z.array(z.enum(snapshotFormats)),
  options: policySetOptions,
  keep_min: z.number().int(),
  final_snapshot: z.boolean(),
  priority: z.number().int(),
  is_active: z.boolean(),
  paused_until: z.string().nullable(),
})
export type PolicySetBody = z.infer<typeof policySetBodySchema>

/** A count where a cadence keeps its last so many, else its whole rule. */
const retentionMap = z.record(
  z.string(),
  z.union([z.number().int().min(-1).max(100_000), retentionSchema], {
    error: 'must be a count such as 5 (0 keeps everything, -1 all), or a retention rule',
  }),
)

export const policySetSchema = policySetBodySchema.extend({
  id: z.string(),
  scope: z.enum(policyScopes),
  scope_id: z.string().nullable(),
  scope_name: z.string().nullable(),
  /** The predecessor's words for scope, cadences, and retention. */
  is_global: z.boolean(),
  tenant_id: z.string().nullable(),
  policies: z.array(z.string()),
  retention_map: retentionMap,
  version: z.number().int(),
  assignments: z.number().int(),
  created_by: z.string(),
  created_at: z.string(),
  updated_by: z.string(),
  updated_at: z.string(),
})
export type PolicySet = z.infer<typeof policySetSchema>

const versionSchema = z.object({
  version: z.number().int(),
  comment: z.string().nullable(),
  saved_by: z.string(),
  saved_at: z.string(),
  policy_set: policySetBodySchema,
})
export type PolicySetVersion = z.infer<typeof versionSchema>

const cadences = z
  .array(cadenceSchema)
  .min(1, 'must have at least one cadence')
  .max(20, 'can have at most 20 cadences')
  .refine(
    (all) => new Set(all.map(({ name }) => name)).size === all.length,
    'must have a name of its own for each cadence',
  )

const facts = {
  name: shortText(200),
  description: plainText(2000).nullable(),
  match: policyMatchSchema,
  cadences,
  policies: z
    .array(shortText(60))
    .min(1, 'must name at least one cadence')
    .max(20, 'can name at most 20 cadences'),
  retention_map: retentionMap,
  formats: z
    .array(z.enum(snapshotFormats))
    .min(1, 'must name at least one format')
    .refine((all) => new Set(all).size === all.length, 'must name each format once'),
  options: policySetOptions,
  /** The last so many snapshots of a room are never removed by this set. */
  keep_min: z.number().int().min(1).max(1000),
  /** Take a last snapshot when a room closes. */
  final_snapshot: z.boolean(),
  priority: z.number().int().min(0).max(1000),
  is_active: z.boolean(),
  paused_until: dateTime.nullable(),
}
const comment = plainText(500).optional()
const given = z.strictObject(facts).partial().shape

/** In our words, or in the predecessor's. */
const scope = {
  scope: z.enum(policyScopes).optional(),
  scope_id: id.nullable().optional(),
  is_global: z.boolean().optional(),
  tenant_id: id.nullable().optional(),
}

export const createPolicySetInput = z.strictObject({
  ...given,
  name: facts.name,
  ...scope,
  comment,
})
export type CreatePolicySetInput = z.infer<typeof createPolicySetInput>

const one = { policy_set_id: id }
/** The scope may be repeated, and not changed. */
const previewToken = shortText(500).optional()
export const updatePolicySetInput = z.strictObject({
  ...one,
  ...given,
  ...scope,
  comment,
  /** Of `preview`, where the set would remove more than it does. */
  preview_token: previewToken,
})
export type UpdatePolicySetInput = z.infer<typeof updatePolicySetInput>
const version = z.number().int().min(1)
export const previewPolicySetInput = z.strictObject({
  ...one,
  ...given,
  ...scope,
  /** Instead of fields: the earlier version that would be saved again. */
  version: version.optional(),
})
export type PreviewPolicySetInput = z.infer<typeof previewPolicySetInput>

/** Also what a refusal with PREVIEW_NEEDED carries as its `preview`. */
export const savePreviewSchema = z.object({
  /** Removed at the next runs by the set as it stands, and by what would be saved. */
  removes_now: z.number().int(),
  would_remove: z.number().int(),
  /** Removed by what would be saved alone; the first hundred of them. */
  more_count: z.number().int(),
  more: z.array(
    z.object({
      snapshot_id: z.string(),
      room_id: z.string(),
      room_code: z.string(),
      room_title: z.string(),
      cadence: z.string(),
      snapshot_type: z.enum(snapshotFormats),
      created_at: z.string(),
      reason: z.string(),
    }),
  ),
  preview_token: z.string(),
  expires_at: z.string(),
})

export type SavePreview = z.infer<typeof savePreviewSchema>

/** `{ policy_sets[], count }` with the total in a header: `count` is that of the whole list. */
const policySetList = z.object({
  headers: z.object({ 'x-total-count': z.string() }),
  body: z.object({ policy_sets: z.array(policySetSchema), count: z.number().int() }),
})

export const policySetSorts = ['priority', 'name', 'updated_at'] as const

const list = (path: `/${string}`, summary: string) =>
  procedure({ permission: 'policy_sets.read', room: notRoomScoped, audit: reads }).route({
    method: 'GET',
    path,
    summary,
    outputStructure: 'detailed',
  })
const base = '/api/snapshot/policy-sets'

export const policySets = {
  list: list(base, 'Policy sets, by priority unless another order is asked for')
    .input(
      z.strictObject({
        ...pageQuery,
        scope: z.enum(policyScopes).optional(),
        is_active: z.boolean().optional(),
        q: plainText(200).optional(),
        sort: z.enum(policySetSorts).default('priority'),
        direction: z.enum(['asc', 'desc']).default('desc'),
      }),
    )
    .output(policySetList),
  global: list(`${base}/global`, 'Policy sets for everything')
    .input(z.strictObject(pageQuery))
    .output(policySetList),
  tenant: list(`${base}/tenant/{tenant_id}`, 'Policy sets of an organization')
    .input(z.strictObject({ ...pageQuery, tenant_id: id }))
    .output(policySetList),
  search: list(`${base}/search`, 'Policy sets whose name or description has a text')
    .input(z.strictObject({ ...pageQuery, q: shortText(200) }))
    .output(policySetList),
  create: procedure({
    permission: 'policy_sets.write',
    room: notRoomScoped,
    audit: 'policy_set.created',
  })
    .route({ method: 'POST', path: base, successStatus: 201, summary: 'Make a policy set' })
    .input(createPolicySetInput)
    .output(policySetSchema),
  get: procedure({ permission: 'policy_sets.read', room: notRoomScoped, audit: reads })
    .route({ method: 'GET', path: `${base}/{policy_set_id}`, summary: 'One policy set' })
    .input(z.strictObject(one))
    .output(policySetSchema),
  update: procedure({
    permission: 'policy_sets.write',
    room: notRoomScoped,
    audit: 'policy_set.updated',
  })
    .route({
      method: 'PATCH',
      path: `${base}/{policy_set_id}`,
      summary: 'Save a new version of a policy set; its scope is fixed',
    })
    .input(updatePolicySetInput)
    .output(policySetSchema),
  preview: procedure({ permission: 'policy_sets.write', room: notRoomScoped, audit: reads })
    .route({
      method: 'POST',
      path: `${base}/{policy_set_id}/preview`,
      summary: 'What saving this would remove beyond what the set removes; changes nothing',
    })
    .input(previewPolicySetInput)
    .output(savePreviewSchema),
  delete: procedure({
    permission: 'policy_sets.admin',
    room: notRoomScoped,
    audit: 'policy_set.deleted',
  })
    .route({
      method: 'DELETE',
      path: `${base}/{policy_set_id}`,
      successStatus: 204,
      summary: 'Delete a policy set; what is assigned to it goes to another one, if that is named',
    })
    .input(z.strictObject({ ...one, assign_to: id.optional() }))
    .output(z.void()),
  versions: procedure({ permission: 'policy_sets.read', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: `${base}/{policy_set_id}/versions`,
      summary: 'Every version of a policy set, newest first',
    })
    .input(z.strictObject(one))
    .output(z.object({ versions: z.array(versionSchema), count: z.number().int() })),
  compare: procedure({ permission: 'policy_sets.read', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: `${base}/{policy_set_id}/versions/compare`,
      summary: 'What differs between two versions, field by field',
    })
    .input(z.strictObject({ ...one, from: version, to: version }))
    .output(
      z.object({
        changes: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
      }),
    ),
  rollback: procedure({
    permission: 'policy_sets.admin',
    room: notRoomScoped,
    audit: 'policy_set.rolled_back',
  })
    .route({
      method: 'POST',
      path: `${base}/{policy_set_id}/rollback`,
      summary: 'Save an earlier version again, as a new one',
    })
    .input(z.strictObject({ ...one, version, comment, preview_token: previewToken }))
    .output(policySetSchema),
}
