import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type {
  CreatePolicySetInput,
  PolicySet,
} from '../../../../src-shared/contract/policy-sets.ts'
import { client } from '../../../rpc/client.ts'
import { api, queryClient } from '../../../rpc/queries.ts'
import type { MoreRemoved } from './more-removed-dialog.tsx'

/** What is to be saved: a whole set, or an earlier version of it again. */
export type Wanted =
  | { input: CreatePolicySetInput }
  | { version: number; comment?: string | undefined }

/**
 * Saves a new version of a set. Where it would remove more snapshots than the set does, nothing is
 * saved yet: `going` says what would go, and `agree` saves it.
 */
export function useSaveSet(setId: string, onSaved: (set: PolicySet) => void) {
  const [going, setGoing] = useState<MoreRemoved>()
  const save = useMutation({
    mutationFn: async ({ wanted, agreed }: { wanted: Wanted; agreed: boolean }) => {
      // The preview is bound to what it showed; it is asked for anew, and must still say the same.
      const preview = await client.policySets.preview(previewInput(setId, wanted))
      const isSeen = agreed && preview.more_count === going?.more_count
      if (preview.more_count > 0 && !isSeen) return { going: preview }
      return { saved: await write(setId, wanted, preview.preview_token) }
    },
    onSuccess: async (answer) => {
      if ('going' in answer) {
        setGoing(answer.going)
        return
      }
      setGoing(undefined)
      notifications.show({
        message: `“${answer.saved.name}” saved as version ${answer.saved.version}.`,
      })
      onSaved(answer.saved)
      await queryClient.invalidateQueries({ queryKey: api.policySets.key() })
      await queryClient.invalidateQueries({ queryKey: api.policies.key() })
    },
  })
  return {
    ...{ going, error: save.error, isPending: save.isPending },
    ask: (wanted: Wanted) => save.mutate({ wanted, agreed: false }),
    agree: (wanted: Wanted) => save.mutate({ wanted, agreed: true }),
    back: () => setGoing(undefined),
  }
}

function previewInput(policy_set_id: string, wanted: Wanted) {
  if ('version' in wanted) return { policy_set_id, version: wanted.version }
  const { comment: _, ...facts } = wanted.input
  return { policy_set_id, ...facts }
}

function write(policy_set_id: string, wanted: Wanted, preview_token: string): Promise<PolicySet> {
  if ('input' in wanted) {
    return client.policySets.update({ policy_set_id, ...wanted.input, preview_token })
  }
  const { version, comment } = wanted
  return client.policySets.rollback({
    ...{ policy_set_id, version, preview_token },
    ...(comment === undefined ? {} : { comment }),
  })
}
