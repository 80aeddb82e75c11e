import { z } from 'zod'
import catalogueJson from '../../resources/document-types.json' with { type: 'json' }
import organizationsJson from '../../resources/sample/organizations.json' with { type: 'json' }
import papersJson from '../../resources/sample/papers.json' with { type: 'json' }
import peopleJson from '../../resources/sample/people.json' with { type: 'json' }
import closedJson from '../../resources/sample/rooms-closed.json' with { type: 'json' }
import pendingJson from '../../resources/sample/rooms-pending.json' with { type: 'json' }
import runningJson from '../../resources/sample/rooms-running.json' with { type: 'json' }
import terminalsJson from '../../resources/sample/terminals.json' with { type: 'json' }
import vesselsJson from '../../resources/sample/vessels.json' with { type: 'json' }
import {
  cargoUnits,
  consoleRoles,
  criticalities,
  documentCategories,
  documentPriorities,
  organizationKinds,
  partyRoles,
  roomStatuses,
  vesselRoles,
} from '../../src-shared/contract/enums.ts'
import { offsetPattern } from './offsets.ts'

const offset = z.string().regex(offsetPattern)
const text = z.string().min(1)
const decimal = z.string().regex(/^\d+\.\d{2}$/)

const organizationContent = z.strictObject({
  at: offset,
  name: text,
  kind: z.enum(organizationKinds),
})
const terminalContent = z.strictObject({
  at: offset,
  name: text,
  unlocode: z.string().regex(/^[A-Z]{2}[A-Z2-9]{3}$/),
})
const vesselContent = z.strictObject({
  at: offset,
  by: text,
  imo: z.string().regex(/^\d{7}$/),
  name: text,
  /** The name in Latin letters, as the ship's papers carry it. */
  latin: text,
  vessel_type: text,
  flag: z.string().regex(/^[A-Z]{2}$/),
  mmsi: z.string().regex(/^[2-7]\d{8}$/),
  built_year: z.number().int(),
  class_society: text,
  owner: text,
  charterer: text.nullable(),
  length_m: z.number(),
  beam_m: z.number(),
  draft_m: z.number(),
  gross_tonnage: z.number(),
  net_tonnage: z.number(),
})
export type VesselContent = z.infer<typeof vesselContent>

const personContent = z.strictObject({
  key: text,
  name: text,
  email: z.email(),
  organization: text,
  account: z.strictObject({ at: offset, console_role: z.enum(consoleRoles) }).optional(),
})
export type PersonContent = z.infer<typeof personContent>

/** What the files of one document type look like in the sample, and who sends them. */
const paperContent = z.strictObject({
  stem: text,
  kinds: z.array(z.enum(['pdf', 'png', 'jpeg', 'docx'])).min(1),
  by: z.array(z.enum(partyRoles)).min(1),
  issuer: text,
  /** Days from the anchor to the end of validity; null where the paper does not run out. */
  valid_days: z.tuple([z.number().int(), z.number().int()]).nullable(),
  notes: z.array(text).min(1),
  lines: z.array(text),
})
export type PaperContent = z.infer<typeof paperContent>

/** `TYPE`, `TYPE/mother`, `@category`, `@category/daughter`. */
const selector = z.string().regex(/^@?[A-Za-z0-9_]+(\/[a-z]+)?$/)
const approvalContent = z.strictObject({
  party: text,
  vessel: z.enum(vesselRoles).optional(),
  by: text,
  at: offset,
  decided: offset.optional(),
  /** Who enters the decision; the party itself unless named. */
  decided_by: text.optional(),
  status: z.enum(['approved', 'rejected']).optional(),
  comment: text.optional(),
})
const documentsContent = z.strictObject({
  /** First upload to last review. */
  window: z.tuple([offset, offset]),
  /** What becomes of the required documents that no list names. */
  rest: z.enum(['approved', 'missing']),
  /** Optional types that somebody adds; they end like the rest unless a list names them. */
  optional: z.array(selector).default([]),
  approved: z.array(selector).default([]),
  under_review: z.array(selector).default([]),
  missing: z.array(selector).default([]),
  /** Rejected at the anchor, with the note. */
  rejected: z.record(selector, text).default({}),
  /** Rejected with this note first, sent again, and then as the lists say. */
  resubmitted: z.record(selector, text).default({}),
  /** Approved, replaced by a newer version, approved again. */
  renewed: z.array(selector).default([]),
  /** Days from the anchor to `expires_on`, instead of the paper's own span. */
  expires: z.record(selector, z.number().int()).default({}),
  priority: z.record(selector, z.enum(documentPriorities)).default({}),
  remarks: z.record(selector, text).default({}),
})

const roomChange = z.strictObject({
  description: text.optional(),
  location: text.optional(),
  eta: offset.optional(),
  cargo_quantity: z.number().positive().optional(),
  demurrage_rate_per_day: decimal.optional(),
  tags: z.array(text).optional(),
})
const roomContent = z.strictObject({
  key: text,
  opened: z.strictObject({ at: offset, by: text }),
  title: text,
  description: text,
  organization: text,
  terminal: text,
  location: text,
  /** The place in file names. */
  short: text,
  eta: offset,
  cargo: z.strictObject({
    type: text,
    quantity: z.number().positive(),
    unit: z.enum(cargoUnits),
    value: decimal.nullable(),
    demurrage: decimal,
  }),
  tags: z.array(text),
  parties: z.partialRecord(z.enum(partyRoles), z.array(text).min(1)),
  vessels: z.array(z.strictObject({ at: offset, by: text, imo: text, role: z.enum(vesselRoles) })),
  documents: documentsContent,
  approvals: z.array(approvalContent).default([]),
  transitions: z
    .array(z.strictObject({ at: offset, by: text, to: z.enum(roomStatuses), reason: text }))
    .default([]),
  updates: z.array(z.strictObject({ at: offset, by: text, set: roomChange })).default([]),
  messages: z.array(
    z.strictObject({ at: offset, by: text, body: text, vessel: z.enum(vesselRoles).optional() }),
  ),
})
export type RoomContent = z.infer<typeof roomContent>

const documentTypeContent = z.strictObject({
  code: text,
  name: text,
  category: z.enum(documentCategories),
  required: z.boolean(),
  criticality: z.enum(criticalities),
  expiry_warning_days: z.number().int().nullable(),
})
export type DocumentTypeContent = z.infer<typeof documentTypeContent>

export interface SampleContent {
  organizations: z.infer<typeof organizationContent>[]
  terminals: z.infer<typeof terminalContent>[]
  vessels: VesselContent[]
  people: PersonContent[]
  papers: Record<string, PaperContent>
  document_types: DocumentTypeContent[]
  rooms: RoomContent[]
}

/** Reads and checks the sample's content (`resources/sample`). Throws a ZodError on a wrong file. */
export function sampleContent(): SampleContent {
  return {
    organizations: z.array(organizationContent).parse(organizationsJson),
    terminals: z.array(terminalContent).parse(terminalsJson),
    vessels: z.array(vesselContent).parse(vesselsJson),
    people: z.array(personContent).parse(peopleJson),
    papers: z.record(text, paperContent).parse(papersJson),
    document_types: z.array(documentTypeContent).parse(catalogueJson.document_types),
    rooms: z.array(roomContent).parse([...closedJson, ...runningJson, ...pendingJson]),
  }
}
