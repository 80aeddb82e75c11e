import type { PartyRole } from '../../../src-shared/contract/enums.ts'
import type { Change, NewEntry } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './people-store.ts'
import type { RoomTools } from './tools.ts'

export interface NewParty {
  role: PartyRole
  name: string
  email: string
  organization?: string | null | undefined
}

/** Adds a party to a room and says so in the trail, inside the caller's change. */
export async function addParty(
  { trx, record }: Change,
  room: NonNullable<NewEntry['room']>,
  party: NewParty,
  { ids, clock }: Pick<RoomTools, 'ids' | 'clock'>,
): Promise<Tables['parties']> {
  const row = {
    id: ids.uuid(),
    room_id: room.id,
    role: party.role,
    name: party.name,
    email: party.email,
    organization: party.organization ?? null,
    created_at: clock.iso(),
  }
  await store.insertParty(trx, row)
  await record({
    action: 'party.added',
    resource_type: 'party',
    resource_id: row.id,
    room: { id: room.id, organization_id: room.organization_id, terminal_id: room.terminal_id },
    detail: { name: row.name, role: row.role, email: row.email, organization: row.organization },
  })
  return row
}
