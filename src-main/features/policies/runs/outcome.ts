import type { RunStatus } from '../../../../src-shared/contract/enums.ts'
import type { RunRow } from './store.ts'

/** How a run has ended, by what it decided: what was blocked or failed is not called complete. */
export function outcomeOf(
  { created, deleted, failed, skipped, blocked }: RunRow,
  wasCancelled: boolean,
): { status: RunStatus; error_summary: string | null } {
  const error_summary =
    failed + blocked === 0
      ? null
      : [
          ...(failed === 0 ? [] : [`${failed} failed`]),
          ...(blocked === 0 ? [] : [`${blocked} blocked`]),
        ].join(', ')
  if (wasCancelled) return { status: 'cancelled', error_summary }
  if (failed > 0 && created + deleted + skipped + blocked === 0) {
    return { status: 'failed', error_summary }
  }
  return { status: failed + blocked > 0 ? 'partial' : 'completed', error_summary }
}
