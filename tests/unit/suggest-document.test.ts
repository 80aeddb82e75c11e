import { describe, expect, test } from 'vitest'
import { suggestDocument } from '../../src-renderer/features/documents/suggest-document.ts'

const documents = [
  {
    id: '1',
    type_code: 'Q88',
    type_name: 'Tanker questionnaire (Q88)',
    vessel_name: 'Kestrel Bay',
  },
  { id: '2', type_code: 'Q88', type_name: 'Tanker questionnaire (Q88)', vessel_name: 'Øverland' },
  { id: '3', type_code: 'JPO', type_name: 'Joint plan of operation', vessel_name: null },
]

describe('the document that a file seems to be', () => {
  test.each([
    { file: 'Q88_Kestrel_Bay.pdf', id: '1' },
    { file: 'øverland q88 (signed).PDF', id: '2' },
    { file: 'Joint plan of operation v3.docx', id: '3' },
    { file: 'jpo.pdf', id: '3' },
  ])('“$file” names one by its type and vessel', ({ file, id }) => {
    expect(suggestDocument(file, documents)).toBe(id)
  })

  test.each(['Q88.pdf', 'scan0001.pdf', '.pdf', ''])(
    '“%s” names none, or more than one: people choose',
    (file) => {
      expect(suggestDocument(file, documents)).toBeUndefined()
    },
  )
})
