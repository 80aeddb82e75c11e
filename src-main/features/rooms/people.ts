import type { ApprovalStatus, PartyRole } from '../../../src-shared/contract/enums.ts'
import type { Approval, Message, Party } from '../../../src-shared/contract/rooms.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import { type Call, roomOf } from '../audit/index.ts'
import { addParty, type NewParty } from './parties.ts'
import * as store from './people-store.ts'
import { toApproval, toMessage, toParty } from './shapes.ts'
import type { RoomTools } from './tools.ts'

/** The people of a room: its parties, their approvals, and what they write to each other. */
export interface People {
  parties(call: Call): Promise<Party[]>
  addParty(input: NewParty, call: Call): Promise<Party>
  /** @throws CONFLICT where the last owner would be none any more, and for one's own role */
  updateParty(
    input: {
      party_id: string
      role?: PartyRole | undefined
      name?: string | undefined
      organization?: string | null | undefined
    },
    call: Call,
  ): Promise<Party>
  /** @throws CONFLICT for the last owner and for oneself */
  removeParty(partyId: string, call: Call): Promise<void>
  approvals(call: Call): Promise<Approval[]>
  requestApproval(
    input: { party_id: string; vessel_id?: string | null | undefined },
    call: Call,
  ): Promise<Approval>
  decideApproval(
    input: {
      approval_id: string
      status: Exclude<ApprovalStatus, 'pending'>
      comment?: string | undefined
    },
    call: Call,
  ): Promise<Approval>
  /** Takes a decision back: pending again. @throws CONFLICT where there is none yet */
  revokeApproval(
    input: { approval_id: string; reason?: string | undefined },
    call: Call,
  ): Promise<Approval>
  deleteApproval(approvalId: string, call: Call): Promise<void>
  messages(
    input: { limit: number; offset: number },
    call: Call,
  ): Promise<{ messages: Message[]; total: number }>
  writeMessage(
    input: { body: string; vessel_id?: string | null | undefined },
    call: Call,
  ): Promise<Message>
}

export function createPeople(tools: RoomTools): People {
  const { db, clock, ids, changeRoom, seen } = tools

  /** The approval, if it is of the caller's room and about what the caller may see. @throws NOT_FOUND */
  const approvalBy = async (call: Call, approvalId: string): Promise<Approval> => {
    const visible = await seen(call)
    const row = (await store.approvals(db, roomOf(call).id)).find((one) => one.id === approvalId)
    if (row === undefined || !visible.aboutVessel(row.vessel_id)) {
      throw new DomainError('NOT_FOUND', 'This room has no such approval.')
    }
    return toApproval(row)
  }

  return {
    parties: async (call) => (await store.parties(db, roomOf(call).id)).map(toParty),
    addParty: (input, call) =>
      changeRoom(call, async (change) => {
        const { trx, room } = change
        const taken = (await store.parties(trx, room.id)).some((one) => one.email === input.email)
        if (taken) {
          throw new DomainError(
            'CONFLICT',
            `A party with the e-mail ${input.email} is in this room already.`,
          )
        }
        return toParty(await addParty(change, room, input, tools))
      }),
    updateParty: ({ party_id, role, name, organization }, call) =>
      changeRoom(call, async ({ trx, record, room }) => {
        const parties = await store.parties(trx, room.id)
        const party = parties.find((one) => one.id === party_id)
        if (party === undefined) throw new DomainError('NOT_FOUND', 'This room has no such party.')
        const fields = Object.fromEntries(
          Object.entries({ role, name, organization }).filter(([, value]) => value !== undefined),
        )
        if (Object.keys(fields).length === 0) {
          throw new DomainError('BAD_REQUEST', 'Name at least one of role, name, organization.')
        }
        if (role !== undefined && role !== party.role) {
          if (party.email === call.actor.email) {
            throw new DomainError(
              'CONFLICT',
              'Nobody changes their own role in a room; ask somebody else.',
            )
          }
          requireAnotherOwner(parties, party)
        }
        await store.changeParty(trx, party_id, fields)
        await record({
          action: 'party.updated',
          resource_type: 'party',
          resource_id: party_id,
          detail: {
            name: party.name,
            email: party.email,
            before: Object.fromEntries(Object.entries(party).filter(([key]) => key in fields)),
            after: fields,
          },
        })
        return toParty({ ...party, ...fields })
      }),
    removeParty: (partyId, call) =>
      changeRoom(call, async ({ trx, record, room }) => {
        const parties = await store.parties(trx, room.id)
        const party = parties.find((one) => one.id === partyId)
        if (party === undefined) throw new DomainError('NOT_FOUND', 'This room has no such party.')
        if (party.email === call.actor.email) {
          throw new DomainError(
            'CONFLICT',
            'Nobody removes themselves from a room; ask somebody else.',
          )
        }
        requireAnotherOwner(parties, party)
        await store.removeParty(trx, partyId)
        await record({
          action: 'party.removed',
          resource_type: 'party',
          resource_id: partyId,
          detail: { name: party.name, role: party.role, email: party.email },
        })
      }),
    approvals: async (call) => {
      const visible = await seen(call)
      const rows = await store.approvals(db, roomOf(call).id)
      return rows.filter((row) => visible.aboutVessel(row.vessel_id)).map(toApproval)
    },
    requestApproval: async ({ party_id, vessel_id = null }, call) => {
      const visible = await seen(call)
      const id = ids.uuid()
      await changeRoom(call, async ({ trx, record, room }) => {
        const party = (await store.parties(trx, room.id)).find((one) => one.id === party_id)
        if (party === undefined) throw badField('party_id', 'names no party of this room')
        const vessel = visible.requireVessel(vessel_id)
        const there = (await store.approvals(trx, room.id)).some(
          (one) => one.party_id === party_id && one.vessel_id === vessel_id,
        )
        if (there)
          throw new DomainError(
            'CONFLICT',
            `${party.name} has been asked for this approval already.`,
          )
        await store.insertApproval(trx, {
          id,
          room_id: room.id,
          party_id,
          vessel_id,
          status: 'pending',
          comment: null,
          decided_at: null,
          created_at: clock.iso(),
        })
        await record({
          action: 'approval.requested',
          resource_type: 'approval',
          resource_id: id,
          detail: { party_name: party.name, vessel_id, vessel_name: vessel?.name ?? null },
        })
      })
      return approvalBy(call, id)
    },
    decideApproval: async ({ approval_id, status, comment }, call) => {
      const before = await approvalBy(call, approval_id)
      await changeRoom(call, async ({ trx, record }) => {
        await store.changeApproval(trx, approval_id, {
          status,
          comment: comment ?? null,
          decided_at: clock.iso(),
        })
        await record({
          action: 'approval.decided',
          resource_type: 'approval',
          resource_id: approval_id,
          detail: {
            ...approvalSubject(before),
            before: before.status,
            status,
            comment: comment ?? null,
          },
        })
      })
      return approvalBy(call, approval_id)
    },
    revokeApproval: async ({ approval_id, reason }, call) => {
      const before = await approvalBy(call, approval_id)
      await changeRoom(call, async ({ trx, record }) => {
        if (before.status === 'pending') {
          throw new DomainError('CONFLICT', 'This approval is not decided yet.')
        }
        await store.changeApproval(trx, approval_id, {
          status: 'pending',
          comment: null,
          decided_at: null,
        })
        await record({
          action: 'approval.revoked',
          resource_type: 'approval',
          resource_id: approval_id,
          detail: {
            ...approvalSubject(before),
            before: before.status,
            status: 'pending',
            reason: reason ?? null,
          },
        })
      })
      return approvalBy(call, approval_id)
    },
    deleteApproval: async (approvalId, call) => {
      const before = await approvalBy(call, approvalId)
      await changeRoom(call, async ({ trx, record }) => {
        await store.removeApproval(trx, approvalId)
        await record({
          action: 'approval.deleted',
          resource_type: 'approval',
          resource_id: approvalId,
          detail: { ...approvalSubject(before), before: before.status },
        })
      })
    },
    messages: async ({ limit, offset }, call) => {
      const visible = await seen(call)
      const room = roomOf(call)
      const rows = await store.messages(db, room.id, visible.vesselIds, limit, offset)
      return {
        messages: rows.map(toMessage),
        total: await store.countMessages(db, room.id, visible.vesselIds),
      }
    },
    writeMessage: async ({ body, vessel_id = null }, call) => {
      const visible = await seen(call)
      return changeRoom(call, async ({ trx, record, room }) => {
        const vessel = visible.requireVessel(vessel_id)
        const row = {
          id: ids.uuid(),
          room_id: room.id,
          vessel_id,
          sender_account_id: call.actor.account_id,
          sender_name: call.actor.name,
          sender_email: call.actor.email,
          sender_role: call.room?.party?.role ?? call.actor.console_role,
          body,
          created_at: clock.iso(),
        }
        await store.insertMessage(trx, row)
        await record({
          action: 'message.created',
          resource_type: 'message',
          resource_id: row.id,
          detail: { vessel_id, vessel_name: vessel?.name ?? null, length: body.length },
        })
        return toMessage({
          ...row,
          vessel_name: vessel?.name ?? null,
          vessel_imo: vessel?.imo ?? null,
        })
      })
    },
  }
}

function approvalSubject({ party_name, vessel_id, vessel_name }: Approval) {
  return { party_name, vessel_id, vessel_name }
}

/** @throws CONFLICT when this party is the only owner of the room */
function requireAnotherOwner(parties: readonly { role: PartyRole }[], party: { role: PartyRole }) {
  if (party.role === 'owner' && parties.filter((one) => one.role === 'owner').length === 1) {
    throw new DomainError(
      'CONFLICT',
      'The last owner of a room cannot be removed or given another role; add another one first.',
    )
  }
}
