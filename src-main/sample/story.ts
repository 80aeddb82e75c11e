import { partyRoles } from '../../src-shared/contract/enums.ts'
import type { Cast } from './cast.ts'
import { castOf, vesselInRole } from './cast.ts'
import type { RoomContent, SampleContent } from './content.ts'
import { sampleContent } from './content.ts'
import { documentSteps } from './documents.ts'
import { instantAt, offsetMinutes, variety, withDates } from './offsets.ts'
import type { DraftStep, Step } from './steps.ts'

export type { DocumentRef, Step } from './steps.ts'

/**
 * The sample workspace as a list of what people did, oldest first; the last step is before the
 * anchor's 00:00 UTC. Pure: the same anchor gives the same steps.
 *
 * A room that becomes ready does so by itself, after the step that resolves its last required
 * document; that transition is not a step.
 * @param anchor `YYYY-MM-DD`, the day on which the story has arrived
 * @throws Error when the anchor is no date, or the content contradicts itself
 */
export function sampleStory(anchor: string): Step[] {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(anchor) || Number.isNaN(Date.parse(anchor))) {
    throw new Error(`“${anchor}” is not a date such as 2026-11-20.`)
  }
  const content = sampleContent()
  const cast = castOf(content)
  const drafts = [
    ...registrySteps(content, cast),
    ...content.rooms.flatMap((room) => roomSteps(room, content, cast, anchor)),
  ]
  return drafts
    .map(({ minute, ...step }, index): Step => {
      // Nobody acts at the full minute: seconds differ, and differ the same way each time.
      const milliseconds = Math.floor(variety(`${index} ${minute} ${step.do}`) * 60_000)
      return { ...step, at: instantAt(anchor, minute, milliseconds) }
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

function registrySteps(content: SampleContent, cast: Cast): DraftStep[] {
  const admin = cast.administrator
  const kept = new Set(content.organizations.map((organization) => organization.name))
  return [
    // The first organization and every account above viewer are made with the workspace.
    ...content.organizations.map(
      ({ at, ...organization }, index): DraftStep => ({
        minute: offsetMinutes(at),
        by: index === 0 ? 'system' : admin.email,
        do: 'organization',
        ...organization,
      }),
    ),
    ...content.people.flatMap((person): DraftStep[] => {
      if (person.account === undefined) return []
      const { at, console_role } = person.account
      return [
        {
          minute: offsetMinutes(at),
          by: console_role === 'viewer' ? admin.email : 'system',
          do: 'account',
          email: person.email,
          name: person.name,
          organization: kept.has(person.organization) ? person.organization : null,
          console_role,
        },
      ]
    }),
    ...content.terminals.map(
      ({ at, ...terminal }): DraftStep => ({
        minute: offsetMinutes(at),
        by: admin.email,
        do: 'terminal',
        ...terminal,
      }),
    ),
    ...content.vessels.map(
      ({ at, by, latin: _latin, ...vessel }): DraftStep => ({
        minute: offsetMinutes(at),
        by: cast.actor(by),
        do: 'vessel',
        ...vessel,
      }),
    ),
  ]
}

function roomSteps(
  room: RoomContent,
  content: SampleContent,
  cast: Cast,
  anchor: string,
): DraftStep[] {
  return [
    openingStep(room, cast, anchor),
    ...room.vessels.map(
      (vessel): DraftStep => ({
        minute: offsetMinutes(vessel.at),
        by: cast.actor(vessel.by),
        do: 'add_vessel',
        room: room.key,
        imo: cast.vessel(vessel.imo).imo,
        role: vessel.role,
      }),
    ),
    ...documentSteps(room, content, cast, anchor),
    ...room.approvals.flatMap((approval) => approvalSteps(room, approval, cast, anchor)),
    ...room.messages.map(
      (message): DraftStep => ({
        minute: offsetMinutes(message.at),
        by: cast.actor(message.by),
        do: 'message',
        room: room.key,
        body: withDates(message.body, anchor),
        imo: vesselInRole(room, message.vessel),
      }),
    ),
    ...room.transitions.map(
      (transition): DraftStep => ({
        minute: offsetMinutes(transition.at),
        by: cast.actor(transition.by),
        do: 'transition',
        room: room.key,
        to: transition.to,
        reason: transition.reason,
      }),
    ),
    ...room.updates.map(({ at, by, set: { eta, ...set } }): DraftStep => {
      const changed =
        eta === undefined ? set : { ...set, eta: instantAt(anchor, offsetMinutes(eta)) }
      return {
        minute: offsetMinutes(at),
        by: cast.actor(by),
        do: 'update_room',
        room: room.key,
        set: changed,
      }
    }),
  ]
}

function openingStep(room: RoomContent, cast: Cast, anchor: string): DraftStep {
  return {
    minute: offsetMinutes(room.opened.at),
    by: cast.actor(room.opened.by),
    do: 'room',
    room: room.key,
    title: room.title,
    description: room.description,
    organization: room.organization,
    terminal: room.terminal,
    location: room.location,
    eta: instantAt(anchor, offsetMinutes(room.eta)),
    cargo_type: room.cargo.type,
    cargo_quantity: room.cargo.quantity,
    cargo_unit: room.cargo.unit,
    cargo_value: room.cargo.value,
    demurrage_rate_per_day: room.cargo.demurrage,
    currency: 'USD',
    tags: room.tags,
    parties: partyRoles.flatMap((role) =>
      (room.parties[role] ?? []).map((key) => {
        const { name, email, organization } = cast.person(key)
        return { role, name, email, organization }
      }),
    ),
  }
}

function approvalSteps(
  room: RoomContent,
  approval: RoomContent['approvals'][number],
  cast: Cast,
  anchor: string,
): DraftStep[] {
  const imo = vesselInRole(room, approval.vessel)
  const party = cast.person(approval.party).email
  const asked: DraftStep = {
    minute: offsetMinutes(approval.at),
    by: cast.actor(approval.by),
    do: 'request_approval',
    room: room.key,
    party,
    imo,
  }
  if (approval.decided === undefined) return [asked]
  if (approval.status === undefined) {
    throw new Error(`An approval of ${approval.party} in ${room.key} is decided, but not how.`)
  }
  const comment = approval.comment === undefined ? null : withDates(approval.comment, anchor)
  return [
    asked,
    {
      minute: offsetMinutes(approval.decided),
      by: cast.actor(approval.decided_by ?? approval.party),
      do: 'decide_approval',
      room: room.key,
      party,
      imo,
      status: approval.status,
      comment,
    },
  ]
}
