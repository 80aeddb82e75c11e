import { DomainError } from '../../platform/domain-error.ts'

/**
 * Refuses to delete what something still refers to.
 * @param name of the thing, for the sentence
 * @param usage how many of each kind use it, such as `{ rooms: 3, accounts: 0 }`
 * @param advice what to do instead
 * @throws IN_USE with the counts
 */
export function requireUnused(name: string, usage: Record<string, number>, advice: string): void {
  const used = Object.entries(usage).filter(([, count]) => count > 0)
  if (used.length === 0) return
  const words = used.map(([kind, count]) => `${count} ${count === 1 ? kind.slice(0, -1) : kind}`)
  throw new DomainError('IN_USE', `${name} is used by ${listed(words)}. ${advice}`, { usage })
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
