import { IconShieldCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { Snapshot } from '../../../src-shared/contract/snapshots.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { fetchSnapshotFile } from './snapshot-file.ts'

/** What a check of one snapshot found. */
interface Found {
  readonly unaltered: boolean
  readonly sentence: string
}

/**
 * Checks a snapshot's file: hashes the bytes that the workspace serves now, and asks whether a file
 * with that hash is on record.
 */
export function useVerify() {
  return useMutation({
    mutationFn: async (snapshot: Snapshot): Promise<Found> => {
      const { sha256 } = await fetchSnapshotFile(snapshot, 'inline')
      const answer = await api.snapshots.verify.call({ sha256 })
      if (answer.known && answer.unaltered && sha256 === snapshot.sha256) {
        return { unaltered: true, sentence: provedBy(answer.audit_seq) }
      }
      return {
        unaltered: false,
        sentence: `The stored file has SHA-256 ${sha256}, and the record says ${snapshot.sha256 ?? 'nothing'}.`,
      }
    },
  })
}

const provedBy = (seq: number | null): string =>
  seq === null
    ? 'The file is on record, byte for byte.'
    : `The file is on record, byte for byte, since audit entry ${seq}.`

/** “Verify” with its answer under it. */
export function VerifyButton({
  snapshot,
  verify,
}: {
  snapshot: Snapshot
  verify: ReturnType<typeof useVerify>
}) {
  const may = useMay(snapshot.room_id)
  return (
    <AllowedButton
      variant="default"
      leftSection={<IconShieldCheck size={16} />}
      allowed={may('snapshots.verify')}
      loading={verify.isPending}
      onClick={() => verify.mutate(snapshot)}
    >
      Verify
    </AllowedButton>
  )
}

/** What the last check found, in words. */
export function VerifyAnswer({ verify }: { verify: ReturnType<typeof useVerify> }) {
  if (verify.error !== null) {
    return (
      <Notice tone="red" title="The file could not be verified" onClose={verify.reset}>
        {errorSentence(verify.error)}
      </Notice>
    )
  }
  if (verify.data === undefined) return null
  const { unaltered, sentence } = verify.data
  return (
    <Notice
      tone={unaltered ? 'green' : 'red'}
      title={unaltered ? 'Known and unaltered' : 'Altered'}
      onClose={verify.reset}
    >
      {sentence}
    </Notice>
  )
}
