import { z } from 'zod'
import { changeKinds } from './change-words.ts'

/** What the comparison keeps in the address: which two, and which kind of change is shown. */
export const compareSearchSchema = z.object({
  from: z.uuid().optional().catch(undefined),
  to: z.uuid().optional().catch(undefined),
  /** Without it all are shown. */
  kind: z.enum(changeKinds).optional().catch(undefined),
})
