import { create } from 'zustand'
import type { CreatePolicySetInput } from '../../src-shared/contract/policy-sets.ts'

interface OpenedPolicy {
  /** A policy set read from a file, for the editor of a new one; null: begin with an empty one. */
  input: CreatePolicySetInput | null
}

/** What was opened from a file on its way to the editor. */
export const useOpenedPolicy = create<OpenedPolicy>()(() => ({ input: null }))
