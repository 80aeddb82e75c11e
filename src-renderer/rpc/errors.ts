import { ORPCError } from '@orpc/client'
import { type ErrorData, errorDataSchema, type Issue } from '../../src-shared/contract/errors.ts'
import { ConnectionLost } from './connection.ts'

/** A refusal that came over HTTP, where files go: the same fields as one over RPC. */
export class RestError extends Error {
  override name = 'RestError'
  readonly code: string
  readonly data: unknown
  constructor(code: string, message: string, data: unknown) {
    super(message)
    this.code = code
    this.data = data
  }
}

/** The error's code (`SCREAMING_SNAKE`), `undefined` for what is no answer of the server. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof ORPCError || error instanceof RestError ? error.code : undefined
}

/** What the error carries beside its sentence: issues, allowed transitions, level. */
export function errorData(error: unknown): ErrorData {
  if (!(error instanceof ORPCError || error instanceof RestError)) return {}
  const parsed = errorDataSchema.safeParse(error.data)
  return parsed.success ? parsed.data : {}
}

/** What is wrong with the input, one line for each field. */
export function errorIssues(error: unknown): Issue[] {
  return errorData(error).issues ?? []
}

/** One sentence for people: what happened. Never the text of a bug. */
export function errorSentence(error: unknown): string {
  if (error instanceof ORPCError || error instanceof RestError || error instanceof ConnectionLost) {
    return error.message
  }
  return 'The application did not answer. Nothing was changed; try again.'
}

/** Whether the session has ended, or never began. */
export function isSignedOut(error: unknown): boolean {
  return errorCode(error) === 'UNAUTHENTICATED'
}
