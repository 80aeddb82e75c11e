import { storageFiguresSchema } from '../../../src-shared/contract/storage.ts'
import { utcText } from '../../../src-shared/rules/times.ts'
import type { Executor } from '../../platform/db/index.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Tables } from '../tables.ts'
import * as store from './store.ts'

const lastSchema = storageFiguresSchema.shape.care.shape.last

/**
 * When the store was looked after last, in one line, from a database that need not be open for
 * writing.
 * @throws BLOB_DAMAGED with how many files are known to be damaged or missing
 */
export async function careInWords(db: Executor<Tables>): Promise<string> {
  const damaged = await store.countDamaged(db)
  if (damaged > 0) {
    throw new DomainError(
      'BLOB_DAMAGED',
      `Stored files that are damaged or missing: ${damaged}. The storage screen names them.`,
    )
  }
  const last = lastSchema.parse(JSON.parse((await store.care(db)).report ?? 'null'))
  if (last === null) return 'no round has ended yet'
  return `last round ${utcText(last.ended_at)}, files checked: ${last.checked}; none is damaged`
}
