import type { VerifyChain } from '../../../src-shared/contract/audit.ts'
import { counted } from '../../ui/words.ts'

/** What a walk found, in one short title. */
export const verifyTitle = ({ ok }: VerifyChain): string =>
  ok ? 'The chain is whole' : 'The chain is broken'

/** `1,213 entries, none changed, removed, inserted or reordered.` */
export function verifySentence({ ok, entries, first_broken }: VerifyChain): string {
  const many = counted(entries, 'entry', 'entries')
  if (ok) return `${many}, none changed, removed, inserted or reordered.`
  return first_broken?.message ?? 'An entry does not follow from the one before it.'
}
