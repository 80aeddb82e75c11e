import {
  type ApprovalStatus,
  approvalStatuses,
  type Criticality,
  criticalities,
  type DocumentCategory,
  type DocumentPriority,
  documentCategories,
  documentPriorities,
  type PartyRole,
  partyRoles,
  type RoomStatus,
  roomStatuses,
} from '../../../../src-shared/contract/enums.ts'
import { type Cell, keyOf, wordOf } from '../cells.ts'
import type { RowNotes } from '../report.ts'

interface Vocabulary<Word extends string> {
  what: string
  known: readonly Word[]
  /** Other words for them. */
  also?: Readonly<Record<string, Word>>
  /** What nothing means: a default of the predecessor, not worth a line. */
  empty: Word
  unknown: Word
}

/** A word as one of ours: one that is spelled otherwise, or not known, is said. */
function mapped<Word extends string>(
  cell: Cell,
  { what, known, also = {}, empty, unknown }: Vocabulary<Word>,
  notes: RowNotes,
): Word {
  const raw = keyOf(cell)
  if (raw === '') return empty
  const word = wordOf(cell)
  const same = known.find((one) => one === word)
  const other = Object.entries(also).find(([name]) => name === word)?.[1]
  const result = same ?? other ?? unknown
  if (same === undefined && other === undefined) {
    notes.changed('UNKNOWN_VALUE', `The ${what} “${raw}” is not known; it became ${result}.`)
  } else if (result !== raw) {
    notes.changed('VALUE_MAPPED', `The ${what} “${raw}” became ${result}.`)
  }
  return result
}

export const roomStatusOf = (cell: Cell, notes: RowNotes): RoomStatus =>
  mapped(
    cell,
    {
      what: 'status',
      known: roomStatuses,
      also: {
        open: 'pending',
        draft: 'pending',
        new: 'pending',
        planned: 'pending',
        created: 'pending',
        in_progress: 'active',
        ongoing: 'active',
        running: 'active',
        paused: 'on_hold',
        suspended: 'on_hold',
        hold: 'on_hold',
        done: 'completed',
        closed: 'completed',
        finished: 'completed',
        archived: 'completed',
        complete: 'completed',
        canceled: 'cancelled',
        aborted: 'cancelled',
        deleted: 'cancelled',
      },
      empty: 'active',
      unknown: 'pending',
    },
    notes,
  )

export const partyRoleOf = (cell: Cell, notes: RowNotes): PartyRole =>
  mapped(cell, { what: 'role', known: partyRoles, empty: 'viewer', unknown: 'viewer' }, notes)

export const categoryOf = (cell: Cell, notes: RowNotes): DocumentCategory =>
  mapped(
    cell,
    {
      what: 'category',
      known: documentCategories,
      also: {
        general: 'operations',
        operation: 'operations',
        safety: 'technical',
        certificates: 'vessel',
      },
      empty: 'operations',
      unknown: 'operations',
    },
    notes,
  )

export const criticalityOf = (cell: Cell, notes: RowNotes): Criticality =>
  mapped(
    cell,
    {
      what: 'criticality',
      known: criticalities,
      also: { medium: 'med', normal: 'med', critical: 'high', urgent: 'high', minor: 'low' },
      empty: 'med',
      unknown: 'med',
    },
    notes,
  )

export const priorityOf = (cell: Cell, notes: RowNotes): DocumentPriority =>
  mapped(
    cell,
    {
      what: 'priority',
      known: documentPriorities,
      also: {
        medium: 'normal',
        med: 'normal',
        critical: 'urgent',
        highest: 'urgent',
        lowest: 'low',
      },
      empty: 'normal',
      unknown: 'normal',
    },
    notes,
  )

export const approvalStatusOf = (cell: Cell, notes: RowNotes): ApprovalStatus =>
  mapped(
    cell,
    {
      what: 'status',
      known: approvalStatuses,
      also: {
        accepted: 'approved',
        ok: 'approved',
        declined: 'rejected',
        refused: 'rejected',
        revoked: 'rejected',
        waiting: 'pending',
        requested: 'pending',
      },
      empty: 'pending',
      unknown: 'pending',
    },
    notes,
  )

/** `expired` is no state of ours: what was expired had been approved before. */
export const documentStatusOf = (
  cell: Cell,
  notes: RowNotes,
): 'missing' | 'under_review' | 'approved' | 'rejected' | 'expired' =>
  mapped(
    cell,
    {
      what: 'status',
      known: ['missing', 'under_review', 'approved', 'rejected', 'expired'],
      also: {
        pending: 'under_review',
        submitted: 'under_review',
        uploaded: 'under_review',
        in_review: 'under_review',
        review: 'under_review',
        received: 'under_review',
        valid: 'approved',
        accepted: 'approved',
        ok: 'approved',
        verified: 'approved',
        declined: 'rejected',
        refused: 'rejected',
        invalid: 'rejected',
        required: 'missing',
        not_uploaded: 'missing',
        requested: 'missing',
      },
      empty: 'missing',
      unknown: 'under_review',
    },
    notes,
  )
