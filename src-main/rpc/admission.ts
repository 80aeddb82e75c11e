import { tokenPrefix } from '../../src-shared/contract/tokens.ts'
import type { Admission } from '../features/accounts/index.ts'
import type { Actor } from '../features/audit/index.ts'
import type { DoorContext } from './context.ts'
import type { Services } from './services.ts'

/** Who calls: whom the door itself has signed in, or whose session or API token came with the call. */
export async function admit(
  services: Services,
  context: DoorContext,
): Promise<Admission | { refused: Record<string, unknown> }> {
  if (context.actor !== undefined) return { actor: context.actor, hold: null }
  const token = context.session.get()
  if (token === undefined) return { refused: {} }
  if (!token.startsWith(tokenPrefix)) {
    return (await services.accounts.authenticate(token)) ?? { refused: {} }
  }
  const admitted = (await services.tokens.authenticate(token)) ?? { refused: {} }
  return 'why' in admitted ? { refused: { ...admitted } } : admitted
}

/** The caller as they are now, for a stream that was let in earlier; undefined once they are out. */
export function stillIn(services: Services, actor: Actor): Promise<Actor | undefined> {
  return actor.token_id === undefined
    ? services.accounts.current(actor)
    : services.tokens.current(actor)
}
