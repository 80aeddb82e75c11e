import { type RoomModel, roomModelSchema } from '../../../../src-shared/contract/room-model.ts'

/**
 * The room model as readable JSON, UTF-8: two spaces, keys in the order of the schema whatever
 * order the model was built in, a line break at the end. Reading it back gives the model.
 *
 * @throws ZodError when the model is not one: a wrong artefact must not be written
 */
export function renderJson(model: RoomModel): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(roomModelSchema.parse(model), null, 2)}\n`)
}
