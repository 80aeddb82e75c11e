import { z } from 'zod'
import {
  type CreatePolicySetInput,
  createPolicySetInput,
  type PolicySet,
} from '../../../../src-shared/contract/policy-sets.ts'
import { saveFile } from '../../../ui/save-file.ts'

/** A set is far smaller; more than this is something else. */
const maxBytes = 1_000_000
const written = Object.keys(createPolicySetInput.shape)

/** Saves a set as the JSON that reading it answers with, and that making one takes. */
export function saveSet(set: PolicySet): void {
  const name = set.name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
  const file = `policy-${name === '' ? set.id.slice(0, 8) : name.slice(0, 60)}-v${set.version}.json`
  saveFile(`${JSON.stringify(set, null, 2)}\n`, file, 'application/json')
}

/** Reads such a file, or one with only the fields that making a set takes. What else it has is left. */
export async function readSetFile(
  file: File,
): Promise<{ input: CreatePolicySetInput } | { problem: string }> {
  if (file.size > maxBytes) return { problem: 'It is too large for a policy set.' }
  const json = z.record(z.string(), z.unknown()).safeParse(parsed(await file.text()))
  if (!json.success) return { problem: 'It is no JSON of a policy set.' }
  // The predecessor's words say the same again where our own are there.
  const own = 'cadences' in json.data ? ['policies', 'retention_map', 'is_global', 'tenant_id'] : []
  const fields = Object.entries(json.data).filter(
    ([name]) => written.includes(name) && !own.includes(name),
  )
  const read = createPolicySetInput.safeParse(Object.fromEntries(fields))
  if (read.success) return { input: read.data }
  const [issue] = read.error.issues
  return { problem: `It is no policy set: ${issue?.path.join('.')} ${issue?.message}.` }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
