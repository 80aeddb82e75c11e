import { Box, Text } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { VerifyChain } from '../../../src-shared/contract/audit.ts'
import { client } from '../../rpc/client.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { Mono } from '../../ui/mono.tsx'
import { Notice } from '../../ui/notice.tsx'
import { counted } from '../../ui/words.ts'

/** Walks the whole chain; the answer stays on the page until it is closed. */
export function useVerifyChain() {
  return useMutation({ mutationFn: (): Promise<VerifyChain> => client.audit.verify({}) })
}

type Verify = ReturnType<typeof useVerifyChain>

/** “Verify chain”. */
export function VerifyChainButton({ verify }: { verify: Verify }) {
  const may = useMay()
  return (
    <AllowedButton
      allowed={may('audit.verify')}
      leftSection={<IconShieldCheck size={16} aria-hidden />}
      loading={verify.isPending}
      onClick={() => verify.mutate()}
    >
      Verify chain
    </AllowedButton>
  )
}

/** What the walk found: a sentence, with the head that proves it, or the first broken entry. */
export function VerifyChainAnswer({ verify }: { verify: Verify }) {
  if (verify.error === null && verify.data === undefined) return null
  return (
    <Box mb="md">
      {verify.error === null ? null : (
        <Notice tone="red" title="The chain could not be verified" onClose={verify.reset}>
          {errorSentence(verify.error)}
        </Notice>
      )}
      {verify.data === undefined ? null : <Found found={verify.data} onClose={verify.reset} />}
    </Box>
  )
}

function Found({ found, onClose }: { found: VerifyChain; onClose: () => void }) {
  const { ok, entries, head, first_broken } = found
  if (ok) {
    return (
      <Notice tone="green" title="The chain is whole" onClose={onClose}>
        {counted(entries, 'entry', 'entries')}, none changed, removed, inserted or reordered. The
        head is entry {head.seq}, hash <Mono text={head.hash} first={12} copy="head hash" />
      </Notice>
    )
  }
  return (
    <Notice tone="red" title="The chain is broken" onClose={onClose}>
      <Text size="sm" c="var(--sts-red)" fw={600}>
        {first_broken?.message ?? 'An entry does not follow from the one before it.'}
      </Text>
      {counted(entries, 'entry', 'entries')} before it {entries === 1 ? 'is' : 'are'} whole. Keep a
      copy of the workspace as it is, and tell who is responsible for it.
    </Notice>
  )
}
