import { DomainError } from '../../platform/domain-error.ts'

/** @param noun what it would be, such as `terminal` @throws NOT_FOUND when there is none */
export function found<Row>(row: Row | undefined, noun: string): Row {
  if (row === undefined) throw new DomainError('NOT_FOUND', `There is no such ${noun}.`)
  return row
}

/**
 * @param taken whatever has the name already
 * @param own the one that is to have it: it may keep its own
 * @param noun with its article, such as `a terminal`
 * @throws CONFLICT when another one has it
 */
export function requireFreeName(
  taken: { id: string; name: string } | undefined,
  own: string | undefined,
  noun: string,
): void {
  if (taken === undefined || taken.id === own) return
  throw new DomainError('CONFLICT', `There is ${noun} called ${taken.name} already.`, {
    issues: [{ path: ['name'], message: 'is taken' }],
  })
}
