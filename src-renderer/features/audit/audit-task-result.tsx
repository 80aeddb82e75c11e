import { Text } from '@mantine/core'
import type { Task } from '../../../src-shared/contract/snapshots.ts'
import { counted } from '../../ui/words.ts'
import { exportOf, verifyOf } from './audit-tasks.ts'
import { SaveExport } from './export-trail.tsx'
import { verifySentence, verifyTitle } from './verify-words.ts'

/** What came of work on the trail: what a walk found, or the file of an export. */
export function AuditTaskResult({ task }: { task: Task }) {
  const found = verifyOf(task)
  const made = exportOf(task)
  if (found !== undefined) {
    return (
      <Text size="xs" c={found.ok ? 'var(--sts-green)' : 'var(--sts-red)'}>
        {`${verifyTitle(found)}. ${verifySentence(found)}`}
      </Text>
    )
  }
  if (made === undefined) return null
  return (
    <div>
      <Text size="xs" c="dimmed">
        {`${counted(made.count, 'entry', 'entries')}, ${made.file_name}`}
      </Text>
      <SaveExport made={made} />
    </div>
  )
}
