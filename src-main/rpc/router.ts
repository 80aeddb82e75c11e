import { createGated } from './gated.ts'
import { handlers } from './handlers.ts'
import type { Services } from './services.ts'

/**
 * The router: every procedure of the contract behind the gate. All transports serve this one.
 * @throws at once when a procedure declares no permission, room scope, audit action, or route
 */
export function createRouter(services: Services) {
  const gated = createGated(services)
  return gated.router(handlers(gated, services))
}

export type Router = ReturnType<typeof createRouter>
