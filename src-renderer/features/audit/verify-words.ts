import type { VerifyChain } from '../../../src-shared/contract/audit.ts'
import { counted } from '../../ui/words.ts'

/** The entry to look at where a chain is broken: the broken one, or the last one before a hole. */
export function entryToLookAt({ first_broken }: VerifyChain): number | undefined {
  if (first_broken === undefined) return undefined
  const { seq, kind } = first_broken
  const there = kind === 'removed' || kind === 'cut' ? seq - 1 : seq
  return there < 1 ? undefined : there
}

/** What a walk found, in one short title. */
export const verifyTitle = ({ ok }: VerifyChain): string =>
  ok ? 'The chain is whole' : 'The chain is broken'

/** `1,213 entries, none changed, removed, inserted or reordered.` */
export function verifySentence({ ok, entries, first_broken }: VerifyChain): string {
  const many = counted(entries, 'entry', 'entries')
  if (ok) return `${many}, none changed, removed, inserted or reordered.`
  return first_broken?.message ?? 'An entry does not follow from the one before it.'
}
