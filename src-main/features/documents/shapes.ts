import type { RoomDocument } from '../../../src-shared/contract/documents.ts'
import {
  daysLeft,
  documentScore,
  expiryState,
  isResolved,
} from '../../../src-shared/rules/readiness.ts'
import type { Tables } from '../tables.ts'
import type { DocumentRow } from './store.ts'

/** A document as the contract shows it: what is derived from the catalogue and today is derived here. */
export function toDocument(
  row: DocumentRow,
  versions: readonly Tables['document_versions'][],
  today: string,
): RoomDocument {
  const { type_position: _, vessel_imo: __, expiry_warning_days, created_at: ___, ...rest } = row
  const facts = { ...row, required: row.required === 1, expiry_warning_days }
  return {
    ...rest,
    required: facts.required,
    expiry_state: expiryState(facts, today),
    days_left: daysLeft(row.expires_on, today),
    resolved: isResolved(facts, today),
    score: documentScore(facts, today),
    versions: versions
      .filter((version) => version.document_id === row.id)
      .map(({ document_id: _document, blob_sha256, ...version }) => ({
        ...version,
        sha256: blob_sha256,
      })),
  }
}
