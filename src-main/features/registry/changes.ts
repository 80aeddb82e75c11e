import { DomainError } from '../../platform/domain-error.ts'

/** The fields that were given, and what they were before. */
export interface FieldChanges<Row> {
  fields: Partial<Row>
  before: Partial<Row>
}

/**
 * What a PATCH asks for. Fields that were not named stay as they are.
 * @throws BAD_REQUEST when none was named
 */
export function changesOf<Row extends object>(row: Row, given: Partial<Row>): FieldChanges<Row> {
  const fields: Partial<Row> = {}
  const before: Partial<Row> = {}
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue
    Object.assign(fields, { [name]: value })
    Object.assign(before, { [name]: Object.entries(row).find(([key]) => key === name)?.[1] })
  }
  if (Object.keys(fields).length === 0) {
    throw new DomainError('BAD_REQUEST', 'Name at least one field to change.')
  }
  return { fields, before }
}
