import type { Criticality, DocumentCategory } from '../../../src-shared/contract/enums.ts'
import type { DocumentType } from '../../../src-shared/contract/registry.ts'
import { DomainError } from '../../platform/domain-error.ts'
import type { Call } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import { changesOf } from './changes.ts'
import * as store from './document-types-store.ts'
import { found } from './records.ts'
import type { RegistryTools } from './tools.ts'
import { requireUnused } from './usage.ts'

export interface DocumentTypeFacts {
  code: string
  name: string
  category: DocumentCategory
  required: boolean
  criticality: Criticality
  expiry_warning_days?: number | null | undefined
  is_active: boolean
}

/** The catalogue of document types, in its own order. */
export interface DocumentTypes {
  list(): Promise<DocumentType[]>
  /** At the end of the catalogue. Rooms that are open already are not asked for it. @throws CONFLICT for a code that is taken */
  create(input: DocumentTypeFacts, call: Call): Promise<DocumentType>
  /**
   * Changes it in every room at once; a pending room that nothing keeps any more becomes ready. A
   * retired type is asked of no new room; where a room has it, it counts as before.
   * @throws NOT_FOUND, CONFLICT for a code that is taken, or where documents of the room would become documents of each vessel
   */
  update(
    input: { id: string } & {
      [Field in keyof DocumentTypeFacts]?: DocumentTypeFacts[Field] | undefined
    },
    call: Call,
  ): Promise<DocumentType>
  /** @throws NOT_FOUND, IN_USE with the documents of it */
  delete(id: string, call: Call): Promise<void>
}

const perVessel: readonly DocumentCategory[] = ['vessel', 'technical', 'crew']

/** Is there one document of this category for each vessel, or one for the room? */
export const isPerVessel = (category: DocumentCategory): boolean => perVessel.includes(category)

export function createDocumentTypes(tools: RegistryTools): DocumentTypes {
  const { db, audit, ids, settleRooms } = tools
  return {
    list: async () => (await store.list(db)).map(shown),
    create: ({ expiry_warning_days = null, required, is_active, ...facts }, call) =>
      audit.change(call, async ({ trx, record }) => {
        requireFreeCode(await store.byCode(trx, facts.code), undefined)
        const row: Tables['document_types'] = {
          id: ids.uuid(),
          ...facts,
          expiry_warning_days,
          required: required ? 1 : 0,
          is_active: is_active ? 1 : 0,
          position: (await store.lastPosition(trx)) + 1,
        }
        await store.insert(trx, [row])
        const { id, ...after } = shown(row)
        await record({
          action: 'document_type.created',
          resource_type: 'document_type',
          resource_id: id,
          detail: { ...after },
        })
        return shown(row)
      }),
    update: ({ id, ...given }, call) =>
      audit.change(call, async (change) => {
        const { trx, record } = change
        const row = found(await store.byId(trx, id), 'document type')
        const { fields, before } = changesOf(facts(row), given)
        if (fields.code !== undefined) requireFreeCode(await store.byCode(trx, fields.code), id)
        const rooms = await store.roomsOf(trx, id)
        const scopeMoves =
          fields.category !== undefined &&
          isPerVessel(fields.category) !== isPerVessel(row.category)
        if (scopeMoves && rooms.length > 0) {
          throw new DomainError(
            'CONFLICT',
            `${row.name} is a document of ${isPerVessel(row.category) ? 'each vessel' : 'the room'} in ${rooms.length} ${rooms.length === 1 ? 'room' : 'rooms'}, and the category ${fields.category} is for the other kind. Retire it, and add a new type.`,
            { usage: { rooms: rooms.length } },
          )
        }
        const { required, is_active, ...rest } = fields
        await store.change(trx, id, {
          ...rest,
          ...(required === undefined ? {} : { required: required ? 1 : 0 }),
          ...(is_active === undefined ? {} : { is_active: is_active ? 1 : 0 }),
        })
        await record({
          action: 'document_type.updated',
          resource_type: 'document_type',
          resource_id: id,
          detail: { code: row.code, name: row.name, before, after: fields },
        })
        await settleRooms(change, call, rooms)
        return { ...shown(row), ...fields }
      }),
    delete: (id, call) =>
      audit.change(call, async ({ trx, record }) => {
        const row = found(await store.byId(trx, id), 'document type')
        requireUnused(
          row.name,
          { documents: await store.countDocuments(trx, id) },
          'Retire it instead: no new room is asked for it then.',
        )
        await store.remove(trx, id)
        await record({
          action: 'document_type.deleted',
          resource_type: 'document_type',
          resource_id: id,
          detail: { before: shown(row) },
        })
      }),
  }
}

function facts({
  id: _,
  ...type
}: DocumentType | Tables['document_types']): Omit<DocumentType, 'id'> {
  const { code, name, category, criticality, expiry_warning_days } = type
  return {
    code,
    name,
    category,
    required: Boolean(type.required),
    criticality,
    expiry_warning_days,
    is_active: Boolean(type.is_active),
  }
}

const shown = (row: Tables['document_types']): DocumentType => ({ id: row.id, ...facts(row) })

function requireFreeCode(
  taken: Tables['document_types'] | undefined,
  own: string | undefined,
): void {
  if (taken === undefined || taken.id === own) return
  throw new DomainError(
    'CONFLICT',
    `The code ${taken.code} is taken by ${taken.name}${taken.is_active === 1 ? '' : ', which is retired'}.`,
    { issues: [{ path: ['code'], message: 'is taken' }] },
  )
}
