import { createHash } from 'node:crypto'
import type { SnapshotFormat } from '../../../src-shared/contract/enums.ts'
import type { RoomModel, SnapshotOptions } from '../../../src-shared/contract/room-model.ts'
import { canonicalJson } from '../../../src-shared/rules/canonical-json.ts'
import { templateVersion } from './render/template-version.ts'

/** Everything that decides the bytes of an artefact, and nothing else. */
export interface HashedContent {
  format: SnapshotFormat
  /** The heading inside the artefact: `Room snapshot`, or the title that a person gave. */
  heading: string
  options: SnapshotOptions
  model: RoomModel
}

/**
 * SHA-256, in hex, over the canonical JSON of schema, format, template version, heading, options,
 * and model. It holds no snapshot id, author, or time of making: an unchanged room gives the same
 * hash tomorrow, and any change of anything printed gives another one.
 */
export function contentHash({ format, heading, options, model }: HashedContent): string {
  const content = {
    schema: model.schema,
    format,
    template_version: templateVersion,
    heading,
    options: withoutOrder(options),
    model,
  }
  return createHash('sha256').update(canonicalJson(content)).digest('hex')
}

/** Which vessels were chosen decides; in what order, or how often, they were named does not. */
function withoutOrder({ vessel_ids, ...others }: SnapshotOptions): SnapshotOptions {
  if (vessel_ids === undefined) return others
  return { ...others, vessel_ids: [...new Set(vessel_ids)].sort() }
}
