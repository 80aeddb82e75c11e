import {
  type ErrorCode,
  type ErrorData,
  errorCatalogue,
  type Issue,
} from '../../src-shared/contract/errors.ts'

/**
 * An expected failure: a code that programs read and a sentence for people. Features throw it,
 * `rpc/` turns it into the envelope. Anything else that is thrown is a bug.
 */
export class DomainError extends Error {
  readonly code: ErrorCode
  readonly data: ErrorData

  constructor(code: ErrorCode, message?: string, data: ErrorData = {}) {
    super(message ?? errorCatalogue[code].message)
    this.name = 'DomainError'
    this.code = code
    this.data = data
  }
}

/** A `BAD_REQUEST` about one field. */
export function badField(field: string, message: string): DomainError {
  const issues: Issue[] = [{ path: [field], message }]
  return new DomainError('BAD_REQUEST', `${field}: ${message}`, { issues })
}

/** The operating system's or SQLite's error code (`ENOSPC`, `SQLITE_FULL`), if it carries one. */
export function systemCode(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return undefined
}
