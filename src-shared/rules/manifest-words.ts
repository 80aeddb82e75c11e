import type { ManifestCheck } from '../contract/manifest.ts'

/** What is wrong with a manifest, for people; empty for one that is as it was made. */
export function manifestFaults(check: ManifestCheck): string {
  return [
    ...(check.signature_fits ? [] : ['its signature does not fit what it says']),
    ...(check.key_is_ours ? [] : ['it was signed with a key that this workspace does not know']),
    ...(check.differs.length === 0 ? [] : [`on record are others: ${check.differs.join(', ')}`]),
  ].join('; ')
}
