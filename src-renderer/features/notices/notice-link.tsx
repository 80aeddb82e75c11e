import type { Notice } from '../../../src-shared/contract/notices.ts'
import { TextLink } from '../../ui/text-link.tsx'

/** To where what a notice tells of can be seen and mended. */
export function NoticeLink({ notice, onOpen }: { notice: Notice; onOpen?: () => void }) {
  const { resource_type, resource_id } = notice
  const shared = { size: 'sm', ...(onOpen === undefined ? {} : { onClick: onOpen }) }
  if (resource_type === 'run') {
    return (
      <TextLink to="/policies/runs/$runId" params={{ runId: resource_id }} {...shared}>
        Open the run
      </TextLink>
    )
  }
  if (resource_type === 'policy_set') {
    return (
      <TextLink to="/policies/sets/$setId" params={{ setId: resource_id }} {...shared}>
        Open the policy set
      </TextLink>
    )
  }
  return (
    <TextLink to="/storage" {...shared}>
      Open the storage
    </TextLink>
  )
}
