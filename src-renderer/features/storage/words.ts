import type { StorageFigures } from '../../../src-shared/contract/storage.ts'
import { bytesInWords } from '../../ui/bytes-text.tsx'
import { counted } from '../../ui/words.ts'

type Found = Omit<NonNullable<StorageFigures['care']['last']>, 'ended_at'>

/** `124 files checked, all sound; 3 unused files removed (1.2 MB)`. */
export function foundInWords({ checked, damaged, removed, removed_bytes }: Found): string {
  const sound =
    checked === 0 ? 'no file was due' : damaged === 0 ? 'all sound' : `${damaged} damaged`
  const files = checked === 0 ? sound : `${counted(checked, 'file')} checked, ${sound}`
  return removed === 0
    ? files
    : `${files}; ${counted(removed, 'unused file')} removed (${bytesInWords(removed_bytes)})`
}
