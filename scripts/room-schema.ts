import { z } from 'zod'
import { roomModelSchema } from '../src-shared/contract/room-model.ts'

/** Where the published schema stands, from the root of the project. */
export const publishedSchema = 'docs/room-snapshot.schema.json'

/** The JSON Schema (draft 2020-12) of the JSON artefact, as text, made from the contract. */
export function roomSchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(roomModelSchema, { target: 'draft-2020-12' })
  const published = {
    $schema,
    $id: 'urn:sts:room-snapshot:1',
    title: 'STS room snapshot',
    description:
      'A room of one ship-to-ship operation at one moment, as the JSON form of a snapshot holds it.',
    ...schema,
  }
  return `${JSON.stringify(published, null, 2)}\n`
}
