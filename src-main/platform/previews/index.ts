import { createHmac, timingSafeEqual } from 'node:crypto'
import { canonicalJson } from '../../../src-shared/rules/canonical-json.ts'
import type { Clock } from '../clock/index.ts'
import type { Ids } from '../ids/index.ts'

/** How long a preview may be acted on. */
const goodForMillis = 10 * 60_000

/**
 * Previews of what cannot be undone. A preview shows a state and hands out a token; the deed takes
 * the token, and is done only while the state is still the one that was shown, and not for long.
 * Tokens are signed with a secret of this process: no table, and none is good after a restart.
 */
export interface Previews {
  /**
   * @param subject what is to be done to which thing, such as `rooms.delete <room id>`
   * @param state everything that was shown, as plain JSON
   */
  issue(subject: string, state: unknown): { preview_token: string; expires_at: string }
  /** `stale` is a token for another state or subject, or none of ours. */
  judge(
    token: string | undefined,
    subject: string,
    state: unknown,
  ): 'good' | 'missing' | 'expired' | 'stale'
}

export function createPreviews({ clock, ids }: { clock: Clock; ids: Ids }): Previews {
  // Drawn when it is first needed: a scripted world's ids must not depend on it.
  let secret: string | undefined
  const signed = (until: number, subject: string, state: unknown): Buffer => {
    secret ??= ids.secret()
    return createHmac('sha256', secret).update(canonicalJson({ until, subject, state })).digest()
  }

  return {
    issue: (subject, state) => {
      const until = clock.millis() + goodForMillis
      return {
        preview_token: `${until.toString(36)}.${signed(until, subject, state).toString('base64url')}`,
        expires_at: new Date(until).toISOString(),
      }
    },
    judge: (token, subject, state) => {
      if (token === undefined || token === '') return 'missing'
      const [stamp = '', signature = ''] = token.split('.')
      const until = Number.parseInt(stamp, 36)
      if (!Number.isSafeInteger(until)) return 'stale'
      if (until <= clock.millis()) return 'expired'
      const given = Buffer.from(signature, 'base64url')
      const right = signed(until, subject, state)
      return given.length === right.length && timingSafeEqual(given, right) ? 'good' : 'stale'
    },
  }
}
