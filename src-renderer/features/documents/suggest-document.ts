import type { RoomDocument } from '../../../src-shared/contract/documents.ts'

type Suggestible = Pick<RoomDocument, 'id' | 'type_code' | 'type_name' | 'vessel_name'>

/**
 * Which of the room's documents a file seems to be, by its name: `Q88_Kestrel_Bay.pdf` names the
 * type by its code and the vessel by its name.
 *
 * @returns the document's id; `undefined` when none is named, or more than one: people choose then
 */
export function suggestDocument(
  fileName: string,
  documents: readonly Suggestible[],
): string | undefined {
  const words = new Set(wordsOf(fileName.replace(/\.[^.]+$/, '')))
  const names = (text: string) => {
    const needed = wordsOf(text)
    return needed.length > 0 && needed.every((word) => words.has(word))
  }
  const ofType = documents.filter(
    ({ type_code, type_name }) => names(type_code) || names(type_name.replace(/\(.*\)/, '')),
  )
  const ofVessel = ofType.filter(({ vessel_name }) => vessel_name !== null && names(vessel_name))
  const fits = ofVessel.length > 0 ? ofVessel : ofType
  return fits.length === 1 ? fits[0]?.id : undefined
}

/** Lower-case words of letters and digits, whatever stands between them. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
