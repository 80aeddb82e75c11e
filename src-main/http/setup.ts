import { z } from 'zod'
import { email, shortText } from '../../src-shared/contract/procedure.ts'
import { DomainError } from '../platform/domain-error.ts'
import { errorResponse, json } from './envelope.ts'

/** Makes the first workspace from what the set-up screen sends. */
export type Setup = (request: Request) => Promise<Response>

const setupInput = z.strictObject({
  email,
  name: shortText(120),
  password: z.string().min(12, 'must have at least 12 characters').max(1024),
  organization: shortText(160).optional(),
  sample: z.boolean().default(false),
})
export type SetupInput = z.infer<typeof setupInput>

/** @param make does it; the people of a sample world get the owner's password until they change it */
export function createSetup(make: (input: SetupInput) => Promise<void>): Setup {
  let busy = false
  return async (request) => {
    if (request.method !== 'POST') return errorResponse('NOT_FOUND')
    const parsed = setupInput.safeParse(await request.json().catch(() => undefined))
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => ({
        path: issue.path.map((part) => (typeof part === 'number' ? part : String(part))),
        message: issue.message,
      }))
      return errorResponse('BAD_REQUEST', undefined, { issues })
    }
    if (busy) return errorResponse('CONFLICT', 'The workspace is being set up already.')
    busy = true
    try {
      await make(parsed.data)
      return json({ message: 'The workspace is ready: sign in.' }, 201)
    } catch (error) {
      if (error instanceof DomainError) return errorResponse(error.code, error.message, error.data)
      throw error
    } finally {
      busy = false
    }
  }
}
