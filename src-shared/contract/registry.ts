import { z } from 'zod'
import {
  criticalities,
  documentCategories,
  organizationKinds,
  roomStatuses,
  vesselRoles,
} from './enums.ts'
import {
  amount,
  id,
  listOf,
  notRoomScoped,
  pageQuery,
  plainText,
  procedure,
  reads,
  shortText,
} from './procedure.ts'

/**
 * The registry: organizations, terminals, vessels, and the catalogue of document types. One for the
 * whole workspace; rooms refer to it.
 */
export const organizationSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(organizationKinds),
})
export type Organization = z.infer<typeof organizationSchema>

export const terminalSchema = z.object({
  id: z.string(),
  name: z.string(),
  unlocode: z.string().nullable(),
  organization_id: z.string().nullable(),
})
export type Terminal = z.infer<typeof terminalSchema>

export const vesselSchema = z.object({
  id: z.string(),
  imo: z.string(),
  imo_verified: z.boolean(),
  name: z.string(),
  vessel_type: z.string(),
  flag: z.string(),
  owner: z.string().nullable(),
  charterer: z.string().nullable(),
  length_m: z.number().nullable(),
  beam_m: z.number().nullable(),
  draft_m: z.number().nullable(),
  gross_tonnage: z.number().nullable(),
  net_tonnage: z.number().nullable(),
  built_year: z.number().int().nullable(),
  class_society: z.string().nullable(),
  mmsi: z.string().nullable(),
})
export type Vessel = z.infer<typeof vesselSchema>

/** A ship in the list of the registry, with how many rooms name it, of those that the caller may see. */
export const listedVesselSchema = vesselSchema.extend({ room_count: z.number().int() })
export type ListedVessel = z.infer<typeof listedVesselSchema>

/** A ship with the rooms it is in, of those that the caller may see, newest ETA first. */
export const vesselDetailSchema = vesselSchema.extend({
  rooms: z.array(
    z.object({
      room_id: z.string(),
      code: z.string(),
      title: z.string(),
      status: z.enum(roomStatuses),
      eta: z.string(),
      role: z.enum(vesselRoles),
    }),
  ),
})
export type VesselDetail = z.infer<typeof vesselDetailSchema>

export const documentTypeSchema = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  category: z.enum(documentCategories),
  required: z.boolean(),
  criticality: z.enum(criticalities),
  expiry_warning_days: z.number().int().nullable(),
  is_active: z.boolean(),
})
export type DocumentType = z.infer<typeof documentTypeSchema>

/** Facts of a ship as people enter them; a new IMO number enters the registry, a known one must agree. */
export const vesselFacts = {
  name: shortText(120),
  vessel_type: shortText(60),
  flag: shortText(60),
  owner: shortText(160).nullish(),
  charterer: shortText(160).nullish(),
  length_m: amount(600).nullish(),
  beam_m: amount(120).nullish(),
  draft_m: amount(40).nullish(),
  gross_tonnage: amount(600_000).nullish(),
  net_tonnage: amount(600_000).nullish(),
  built_year: z.number().int().min(1900).max(2100).nullish(),
  class_society: shortText(60).nullish(),
  mmsi: z
    .string()
    .regex(/^[2-7]\d{8}$/, 'must be 9 digits, the first from 2 to 7')
    .nullish(),
}
/** Seven digits with a right check digit (checked by `rules/identifiers`); `IMO ` in front is dropped. */
export const imoInput = plainText(12)

const organizationFacts = { name: shortText(160), kind: z.enum(organizationKinds) }
const terminalFacts = {
  name: shortText(160),
  /** Two letters of the country, three signs of the place (checked by `rules/identifiers`). */
  unlocode: plainText(12).nullish(),
  organization_id: id.nullish(),
}
const documentTypeFacts = {
  code: z
    .string()
    .trim()
    .toUpperCase()
    .regex(
      /^[A-Z0-9][A-Z0-9_]{1,39}$/,
      'must be 2 to 40 letters, digits, or underscores, such as PI_COE',
    ),
  name: shortText(160),
  category: z.enum(documentCategories),
  required: z.boolean(),
  criticality: z.enum(criticalities),
  expiry_warning_days: z.number().int().min(0).max(3650).nullish(),
  is_active: z.boolean(),
}

const listQuery = {
  q: plainText(200).optional(),
  direction: z.enum(['asc', 'desc']).default('asc'),
  ...pageQuery,
}
const one = { id }

const reading = (
  permission: 'organizations.list' | 'terminals.list' | 'vessels.list' | 'vessels.view',
) => procedure({ permission, room: notRoomScoped, audit: reads })

export const organizations = {
  list: reading('organizations.list')
    .route({
      method: 'GET',
      path: '/api/v1/organizations',
      summary: 'Organizations',
      outputStructure: 'detailed',
    })
    .input(
      z.strictObject({
        kind: z.enum(organizationKinds).optional(),
        sort: z.enum(['name', 'kind', 'updated_at']).default('name'),
        ...listQuery,
      }),
    )
    .output(listOf(organizationSchema)),
  create: procedure({
    permission: 'organizations.manage',
    room: notRoomScoped,
    audit: 'organization.created',
  })
    .route({
      method: 'POST',
      path: '/api/v1/organizations',
      successStatus: 201,
      summary: 'Add an organization',
    })
    .input(z.strictObject(organizationFacts))
    .output(organizationSchema),
  update: procedure({
    permission: 'organizations.manage',
    room: notRoomScoped,
    audit: 'organization.updated',
  })
    .route({
      method: 'PATCH',
      path: '/api/v1/organizations/{id}',
      summary: 'Change an organization',
    })
    .input(z.strictObject({ ...one, ...z.strictObject(organizationFacts).partial().shape }))
    .output(organizationSchema),
  delete: procedure({
    permission: 'organizations.manage',
    room: notRoomScoped,
    audit: 'organization.deleted',
  })
    .route({
      method: 'DELETE',
      path: '/api/v1/organizations/{id}',
      successStatus: 204,
      summary: 'Delete an organization that nothing uses',
    })
    .input(z.strictObject(one))
    .output(z.void()),
}

export const terminals = {
  list: reading('terminals.list')
    .route({
      method: 'GET',
      path: '/api/v1/terminals',
      summary: 'Terminals',
      outputStructure: 'detailed',
    })
    .input(
      z.strictObject({
        organization_id: id.optional(),
        sort: z.enum(['name', 'unlocode', 'updated_at']).default('name'),
        ...listQuery,
      }),
    )
    .output(listOf(terminalSchema)),
  create: procedure({
    permission: 'terminals.manage',
    room: notRoomScoped,
    audit: 'terminal.created',
  })
    .route({
      method: 'POST',
      path: '/api/v1/terminals',
      successStatus: 201,
      summary: 'Add a terminal',
    })
    .input(z.strictObject(terminalFacts))
    .output(terminalSchema),
  update: procedure({
    permission: 'terminals.manage',
    room: notRoomScoped,
    audit: 'terminal.updated',
  })
    .route({ method: 'PATCH', path: '/api/v1/terminals/{id}', summary: 'Change a terminal' })
    .input(z.strictObject({ ...one, ...z.strictObject(terminalFacts).partial().shape }))
    .output(terminalSchema),
  delete: procedure({
    permission: 'terminals.manage',
    room: notRoomScoped,
    audit: 'terminal.deleted',
  })
    .route({
      method: 'DELETE',
      path: '/api/v1/terminals/{id}',
      successStatus: 204,
      summary: 'Delete a terminal that nothing uses',
    })
    .input(z.strictObject(one))
    .output(z.void()),
}

export const vessels = {
  list: reading('vessels.list')
    .route({
      method: 'GET',
      path: '/api/v1/vessels',
      summary: 'The vessel registry, as far as you may see it',
      outputStructure: 'detailed',
    })
    .input(
      z.strictObject({
        vessel_type: shortText(60).optional(),
        flag: shortText(60).optional(),
        sort: z
          .enum(['name', 'imo', 'vessel_type', 'flag', 'built_year', 'updated_at'])
          .default('name'),
        ...listQuery,
      }),
    )
    .output(listOf(listedVesselSchema)),
  create: procedure({
    permission: 'vessels.create',
    room: notRoomScoped,
    audit: 'vessel.registered',
  })
    .route({
      method: 'POST',
      path: '/api/v1/vessels',
      successStatus: 201,
      summary: 'Enter a vessel into the registry',
    })
    .input(z.strictObject({ imo: imoInput, ...vesselFacts }))
    .output(vesselSchema),
  get: reading('vessels.view')
    .route({
      method: 'GET',
      path: '/api/v1/vessels/{id}',
      summary: 'One vessel, with the rooms it is in',
    })
    .input(z.strictObject(one))
    .output(vesselDetailSchema),
  update: procedure({ permission: 'vessels.update', room: notRoomScoped, audit: 'vessel.updated' })
    .route({
      method: 'PATCH',
      path: '/api/v1/vessels/{id}',
      summary: 'Change a vessel in every room it is in',
    })
    .input(
      z.strictObject({
        ...one,
        imo: imoInput.optional(),
        ...z.strictObject(vesselFacts).partial().shape,
      }),
    )
    .output(vesselSchema),
  delete: procedure({ permission: 'vessels.delete', room: notRoomScoped, audit: 'vessel.deleted' })
    .route({
      method: 'DELETE',
      path: '/api/v1/vessels/{id}',
      successStatus: 204,
      summary: 'Delete a vessel that no room names',
    })
    .input(z.strictObject(one))
    .output(z.void()),
}

export const documentTypes = {
  list: procedure({ permission: 'document_types.list', room: notRoomScoped, audit: reads })
    .route({
      method: 'GET',
      path: '/api/v1/document-types',
      summary: 'The catalogue of document types, in its own order',
    })
    .input(z.strictObject({}).optional())
    .output(z.array(documentTypeSchema)),
  create: procedure({
    permission: 'document_types.manage',
    room: notRoomScoped,
    audit: 'document_type.created',
  })
    .route({
      method: 'POST',
      path: '/api/v1/document-types',
      successStatus: 201,
      summary: 'Add a document type; rooms that are opened from then on have it',
    })
    .input(
      z.strictObject({
        ...documentTypeFacts,
        is_active: documentTypeFacts.is_active.default(true),
      }),
    )
    .output(documentTypeSchema),
  update: procedure({
    permission: 'document_types.manage',
    room: notRoomScoped,
    audit: 'document_type.updated',
  })
    .route({
      method: 'PATCH',
      path: '/api/v1/document-types/{id}',
      summary: 'Change a document type, or retire it (is_active false)',
    })
    .input(z.strictObject({ ...one, ...z.strictObject(documentTypeFacts).partial().shape }))
    .output(documentTypeSchema),
  delete: procedure({
    permission: 'document_types.manage',
    room: notRoomScoped,
    audit: 'document_type.deleted',
  })
    .route({
      method: 'DELETE',
      path: '/api/v1/document-types/{id}',
      successStatus: 204,
      summary: 'Delete a document type that no room has',
    })
    .input(z.strictObject(one))
    .output(z.void()),
}
