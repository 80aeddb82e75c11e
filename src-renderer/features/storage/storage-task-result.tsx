import { Text } from '@mantine/core'
import type { Task } from '../../../src-shared/contract/snapshots.ts'
import { sentenceCase } from '../snapshots/index.ts'
import { foundInWords } from './words.ts'

/** What a round of care or a check of every file found, once its task has completed. */
export function StorageTaskResult({ task }: { task: Task }) {
  const result = task.result ?? null
  if (result === null || !('storage' in result)) return null
  return (
    <Text size="xs" c={result.storage.damaged === 0 ? 'var(--sts-green)' : 'var(--sts-red)'}>
      {`${sentenceCase(foundInWords(result.storage))}.`}
    </Text>
  )
}
