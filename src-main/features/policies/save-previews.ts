import type { PolicySetBody, SavePreview } from '../../../src-shared/contract/policy-sets.ts'
import type { Clock } from '../../platform/clock/index.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Previews } from '../../platform/previews/index.ts'
import type { Tables } from '../tables.ts'
import { changesRetention, pruningOf } from './pruning.ts'
import { bodyOf } from './set-shapes.ts'
import type { ListedSet } from './sets-store.ts'

const refusals = {
  missing:
    'By this the set would remove more snapshots than it does. Look which, and confirm that.',
  expired: 'The preview is older than ten minutes. Look again at what the set would remove.',
  stale: 'Something has changed since the preview. Look again at what the set would remove.',
}

export function createSavePreviews(options: {
  db: Executor<Tables>
  clock: Clock
  previews: Previews
}) {
  const { db, clock, previews } = options

  const stateOf = async (row: ListedSet, body: PolicySetBody) => {
    const forms = { before: bodyOf(row), after: body }
    const { digest, ...pruning } = await pruningOf(db, row.id, forms, clock.iso())
    const subject = `policy_sets.save ${row.id}`
    return { pruning, subject, state: { version: row.version, body, digest } }
  }

  return {
    preview: async (row: ListedSet, body: PolicySetBody): Promise<SavePreview> => {
      const { pruning, subject, state } = await stateOf(row, body)
      return { ...pruning, ...previews.issue(subject, state) }
    },

    /** @throws PREVIEW_NEEDED with a fresh preview when a save removes more and nobody has seen what */
    requireSeen: async (row: ListedSet, body: PolicySetBody, token: string | undefined) => {
      if (!changesRetention(bodyOf(row), body)) return
      const { pruning, subject, state } = await stateOf(row, body)
      if (pruning.more_count === 0) return
      const verdict = previews.judge(token, subject, state)
      if (verdict === 'good') return
      throw new DomainError('PREVIEW_NEEDED', refusals[verdict], {
        count: pruning.more_count,
        preview: { ...pruning, ...previews.issue(subject, state) },
      })
    },
  }
}
