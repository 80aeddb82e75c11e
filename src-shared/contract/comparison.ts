import { z } from 'zod'
import { snapshotFormats } from './enums.ts'

export const comparedSections = [
  'room',
  'parties',
  'vessels',
  'documents',
  'versions',
  'approvals',
  'messages',
  'activity',
  'readiness',
] as const
export type ComparedSection = (typeof comparedSections)[number]

/** A value of the model as it stands there. */
const value = z.json()

/** One thing that is there in one of the two only. */
const itemSchema = z.object({
  /** Section, natural key, such as `documents/Q88@9074729`. */
  path: z.string(),
  /** What it is, in words for people. */
  label: z.string(),
})

/** One field of something that is there in both. */
export const changedFieldSchema = itemSchema.extend({
  /** The field in words, such as `review note`. */
  field: z.string(),
  before: value,
  after: value,
})
export type ChangedField = z.infer<typeof changedFieldSchema>

export const sectionComparisonSchema = z.object({
  section: z.enum(comparedSections),
  added: z.array(itemSchema),
  removed: z.array(itemSchema),
  changed: z.array(changedFieldSchema),
  /** Why this section could not be compared: one of the two was made without it. Else null. */
  not_compared: z.string().nullable(),
})
export type SectionComparison = z.infer<typeof sectionComparisonSchema>

const comparedSnapshotSchema = z.object({
  id: z.string(),
  title: z.string(),
  snapshot_type: z.enum(snapshotFormats),
  room_revision: z.number().int(),
  state_as_of: z.string(),
  created_by: z.string(),
  created_at: z.string(),
})

export const comparisonSchema = z.object({
  from: comparedSnapshotSchema,
  to: comparedSnapshotSchema,
  /** Nothing that both show differs. */
  equal: z.boolean(),
  /** What keeps the two from being about the same things, in sentences. */
  notes: z.array(z.string()),
  sections: z.array(sectionComparisonSchema),
})
export type Comparison = z.infer<typeof comparisonSchema>
