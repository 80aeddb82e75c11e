import { createRouterClient, ORPCError, type RouterClient } from '@orpc/server'
import type { AuditSource } from '../../src-shared/contract/enums.ts'
import type { Actor } from '../features/audit/index.ts'
import { DomainError } from '../platform/domain-error.ts'
import type { Router } from './router.ts'

export type LocalClient = RouterClient<Router>

/**
 * The procedures for a caller inside this process whom the door itself has signed in: the owner at
 * the command line, the people of the sample story. Every call passes the gate like any other.
 */
export function createLocalClient(router: Router, actor: Actor, source: AuditSource): LocalClient {
  return createRouterClient(router, {
    context: { source, actor, session: { get: () => undefined, set: () => undefined } },
  })
}

/** What a failed local call says: the code, and the sentence for people. @throws what is no such failure */
export function failureOf(error: unknown): { code: string; message: string; data: unknown } {
  if (error instanceof ORPCError)
    return { code: error.code, message: error.message, data: error.data }
  if (error instanceof DomainError)
    return { code: error.code, message: error.message, data: error.data }
  throw error
}
