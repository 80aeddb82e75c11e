import { z } from 'zod'
import { criticalities, documentCategories } from '../../../src-shared/contract/enums.ts'
import type { Ids } from '../../platform/ids/index.ts'
import type { Tables } from '../tables.ts'

const catalogueSchema = z.array(
  z.object({
    code: z.string(),
    name: z.string(),
    category: z.enum(documentCategories),
    required: z.boolean(),
    criticality: z.enum(criticalities),
    expiry_warning_days: z.number().int().nullable(),
  }),
)

/** The delivered catalogue as rows of `document_types`, in its own order. */
export function documentTypeRows(catalogue: unknown, ids: Ids): Tables['document_types'][] {
  return catalogueSchema.parse(catalogue).map((type, index) => ({
    id: ids.uuid(),
    ...type,
    required: type.required ? 1 : 0,
    is_active: 1,
    position: index + 1,
  }))
}
