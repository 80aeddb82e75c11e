import type { ErrorCode } from '../../../src-shared/contract/errors.ts'
import { DomainError, systemCode } from '../domain-error.ts'

/** An error as it crosses from a thread: a class does not survive the way. */
export interface ThreadFailure {
  code: ErrorCode | null
  system_code: string | null
  message: string
  stack: string
}

export function failureValue(error: unknown): ThreadFailure {
  return {
    code: error instanceof DomainError ? error.code : null,
    system_code: systemCode(error) ?? null,
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? (error.stack ?? '') : '',
  }
}

/** The error again. */
export function failureError({ code, system_code, message, stack }: ThreadFailure): Error {
  if (code !== null) return new DomainError(code, message)
  return Object.assign(new Error(message), { code: system_code, stack })
}
