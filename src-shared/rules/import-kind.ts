import type { ImportKind } from '../contract/enums.ts'

/** How much of a file `importKindOf` looks at, in bytes. */
export const importHeadBytes = 512

/** What a file is by its first bytes: SQLite, JSON, else CSV. A guess that people may overrule. */
export function importKindOf(head: Uint8Array): ImportKind {
  const text = new TextDecoder('latin1').decode(head)
  if (text.startsWith('SQLite format 3')) return 'sts_clearance'
  // A byte order mark, as latin1 reads it, stands before the text of some exports.
  return /^(\u00ef\u00bb\u00bf)?\s*[[{]/.test(text) ? 'policy_rules' : 'exclusions_csv'
}
