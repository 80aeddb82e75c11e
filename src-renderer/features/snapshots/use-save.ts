import { useMutation } from '@tanstack/react-query'
import type { Snapshot } from '../../../src-shared/contract/snapshots.ts'
import { saveFile } from '../../ui/save-file.ts'
import { checkedFile } from './snapshot-file.ts'

/**
 * Saves a snapshot's file: fetches it, checks it against the record, and hands it to the system's
 * way of saving. A plain link would save a refusal as if it were the file, or say nothing.
 */
export function useSave() {
  return useMutation({
    mutationFn: async (snapshot: Snapshot) => {
      const file = await checkedFile(snapshot, 'attachment')
      saveFile(file.bytes, snapshot.file_name, 'application/octet-stream')
      return file.sha256
    },
  })
}
