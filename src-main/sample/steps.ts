import type {
  CargoUnit,
  ConsoleRole,
  DocumentPriority,
  OrganizationKind,
  PartyRole,
  RoomStatus,
  VesselRole,
} from '../../src-shared/contract/enums.ts'
import type { SampleFileKind } from './files.ts'

/** A document of a room: its type's code, and the ship it is about (null: the room itself). */
export interface DocumentRef {
  room: string
  type: string
  imo: string | null
}

/** A file to be made by `sampleFile(kind, contents)`. */
export interface StepFile {
  kind: SampleFileKind
  title: string
  lines: string[]
  /** About how many bytes the file should have. */
  size: number
}

/** What one step does. Rooms are named by their key, people by e-mail, ships by IMO number. */
export type StepAction =
  | { do: 'organization'; name: string; kind: OrganizationKind }
  | { do: 'terminal'; name: string; unlocode: string }
  | {
      do: 'vessel'
      imo: string
      name: string
      vessel_type: string
      flag: string
      owner: string
      charterer: string | null
      length_m: number
      beam_m: number
      draft_m: number
      gross_tonnage: number
      net_tonnage: number
      built_year: number
      class_society: string
      mmsi: string
    }
  | {
      do: 'account'
      email: string
      name: string
      /** The name of an `organization` step; null for companies that the workspace does not keep. */
      organization: string | null
      console_role: ConsoleRole
    }
  | {
      do: 'room'
      room: string
      title: string
      description: string
      organization: string
      /** UN/LOCODE of a `terminal` step. */
      terminal: string
      location: string
      eta: string
      cargo_type: string
      cargo_quantity: number
      cargo_unit: CargoUnit
      cargo_value: string | null
      demurrage_rate_per_day: string
      currency: 'USD'
      tags: string[]
      parties: { role: PartyRole; name: string; email: string; organization: string }[]
    }
  | { do: 'add_vessel'; room: string; imo: string; role: VesselRole }
  /** Gives the room a `missing` document of an optional type. */
  | ({ do: 'add_document' } & DocumentRef)
  | ({
      do: 'upload'
      file_name: string
      file: StepFile
      expires_on: string | null
      notes: string | null
    } & DocumentRef)
  | ({ do: 'approve' } & DocumentRef)
  | ({ do: 'reject'; note: string } & DocumentRef)
  | ({
      do: 'update_document'
      set: { priority?: DocumentPriority; notes?: string }
    } & DocumentRef)
  | { do: 'request_approval'; room: string; party: string; imo: string | null }
  | {
      do: 'decide_approval'
      room: string
      party: string
      imo: string | null
      status: 'approved' | 'rejected'
      comment: string | null
    }
  | { do: 'message'; room: string; body: string; imo: string | null }
  | { do: 'transition'; room: string; to: RoomStatus; reason: string }
  | {
      do: 'update_room'
      room: string
      set: {
        description?: string
        location?: string
        eta?: string
        cargo_quantity?: number
        demurrage_rate_per_day?: string
        tags?: string[]
      }
    }

/** One thing somebody did. `at` is UTC ISO-8601 with milliseconds; `by` an account's e-mail or `system`. */
export type Step = { at: string; by: string } & StepAction

/** A step before its time is fixed: whole minutes from the anchor's 00:00 UTC. */
export type DraftStep = { minute: number; by: string } & StepAction
