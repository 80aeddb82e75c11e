import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type CreatePolicySetInput,
  type PolicySet,
  type SavePreview,
  savePreviewSchema,
} from '../../../../src-shared/contract/policy-sets.ts'
import { client } from '../../../rpc/client.ts'
import { errorCode, errorData, errorSentence } from '../../../rpc/errors.ts'
import { api, queryClient } from '../../../rpc/queries.ts'

/** What is to be saved: a whole set, or an earlier version of it again. */
export type Wanted =
  | { input: CreatePolicySetInput }
  | { version: number; comment?: string | undefined }

/** What would go, as a person sees it before agreeing. */
export interface Going {
  preview: SavePreview
  /** Why it is shown again: what was agreed to is no longer what would go. */
  problem: string | undefined
}

/**
 * Saves a new version of a set. Where it would remove more snapshots than the set does, nothing is
 * saved yet: `going` says what would go, and `agree` saves it by the token of just that preview.
 */
export function useSaveSet(setId: string, onSaved: (set: PolicySet) => void) {
  const [going, setGoing] = useState<Going>()
  const save = useMutation({
    mutationFn: async ({ wanted, agreed }: { wanted: Wanted; agreed: SavePreview | undefined }) => {
      const preview = agreed ?? (await client.policySets.preview(previewInput(setId, wanted)))
      if (agreed === undefined && preview.more_count > 0) {
        return { going: { preview, problem: undefined } }
      }
      try {
        return { saved: await write(setId, wanted, preview.preview_token) }
      } catch (error) {
        const anew = savePreviewSchema.safeParse(errorData(error).preview)
        if (errorCode(error) !== 'PREVIEW_NEEDED' || !anew.success) throw error
        return { going: { preview: anew.data, problem: errorSentence(error) } }
      }
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
    // What is wrong is said in the form, or in the dialog before.
    onError: () => setGoing(undefined),
  })
  return {
    ...{ going, error: save.error, isPending: save.isPending },
    ask: (wanted: Wanted) => save.mutate({ wanted, agreed: undefined }),
    agree: (wanted: Wanted) => save.mutate({ wanted, agreed: going?.preview }),
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
