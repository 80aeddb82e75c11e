import type { Cast } from './cast.ts'
import { known } from './cast.ts'
import type { RoomContent, SampleContent } from './content.ts'
import type { PlannedDocument } from './document-plan.ts'
import { planDocuments } from './document-plan.ts'
import { dateAt, offsetMinutes, pick, variety, withDates, workingMinute } from './offsets.ts'
import { uploader, uploadOf } from './papers.ts'
import type { DraftStep } from './steps.ts'

/**
 * Everything that happens to the documents of one room: optional types added, files uploaded,
 * reviews, rejections and second tries, priorities, remarks.
 *
 * Papers of one category and ship come as a batch, one sitting of whoever has them, and are
 * reviewed as a batch some hours later; which hours is decided by the names alone.
 */
export function documentSteps(
  room: RoomContent,
  content: SampleContent,
  cast: Cast,
  anchor: string,
): DraftStep[] {
  const plans = planDocuments(room, content.document_types)
  const [from, to] = room.documents.window
  const window: Window = [offsetMinutes(from), offsetMinutes(to)]
  const scene: Scene = { room, content, cast, anchor, window }
  return [
    ...plans
      .filter((plan) => !plan.type.required)
      .map(
        (plan, index): DraftStep => ({
          minute: window[0] - 8 + index * 2,
          by: caretaker(scene),
          do: 'add_document',
          ...plan.ref,
        }),
      ),
    ...plans.flatMap((plan) => historyOf(plan, scene)),
    ...careSteps(plans, scene),
  ]
}

type Window = readonly [number, number]
interface Scene {
  room: RoomContent
  content: SampleContent
  cast: Cast
  anchor: string
  window: Window
}

/** When the batch of a document is uploaded and reviewed, as fractions of the room's window. */
function batchTimes(plan: PlannedDocument, room: RoomContent): { sent: number; seen: number } {
  const sent = 0.02 + 0.68 * variety(`${room.key} ${plan.batch} sent`)
  return { sent, seen: sent + 0.06 + 0.08 * variety(`${room.key} ${plan.batch} seen`) }
}

function historyOf(plan: PlannedDocument, scene: Scene): DraftStep[] {
  if (plan.fate === 'missing') return []
  const { room, window } = scene
  const { sent, seen } = batchTimes(plan, room)
  const late = variety(`${room.key} ${plan.key} late`)
  const minute = (fraction: number, gap: number) =>
    workingMinute(window, fraction) + plan.place * gap
  const upload = (version: number, fraction: number) =>
    uploadStep(plan, scene, version, minute(fraction, 4))
  const approve = (fraction: number) => reviewStep(plan, scene, minute(fraction, 3), null)
  const reject = (fraction: number, note: string) =>
    reviewStep(plan, scene, minute(fraction, 3), note)

  if (plan.resubmitted !== null) {
    const again = [upload(1, sent), reject(seen, plan.resubmitted), upload(2, seen + 0.05)]
    return plan.fate === 'approved' ? [...again, approve(seen + 0.1)] : again
  }
  switch (plan.fate) {
    case 'approved': {
      const first = [upload(1, sent), approve(seen)]
      return plan.renewed ? [...first, upload(2, seen + 0.05), approve(seen + 0.1)] : first
    }
    case 'under_review':
      return [upload(1, 0.84 + 0.12 * late)]
    case 'rejected':
      return [upload(1, sent), reject(0.8 + 0.15 * late, plan.rejection)]
  }
}

function uploadStep(
  plan: PlannedDocument,
  scene: Scene,
  version: number,
  minute: number,
): DraftStep {
  const { room, content, cast, anchor } = scene
  const paper = known(content.papers[plan.type.code], `paper of type ${plan.type.code}`)
  const vessel = plan.ref.imo === null ? null : cast.vessel(plan.ref.imo)
  const sender = uploader({ plan, paper, room, vessel, cast })
  return {
    minute,
    by: sender.email,
    do: 'upload',
    ...plan.ref,
    ...uploadOf({
      plan,
      paper,
      room,
      vessel,
      version,
      minute,
      anchor,
      relayed: sender.key === cast.administrator.key,
    }),
    expires_on: expiryOf(plan, scene),
  }
}

function expiryOf(plan: PlannedDocument, scene: Scene): string | null {
  const { room, content, anchor } = scene
  const own = room.documents.expires[plan.key]
  if (own !== undefined) return dateAt(anchor, own)
  const span = content.papers[plan.type.code]?.valid_days ?? null
  if (span === null) return null
  // Certificates of a ship are the same paper in every room: their end depends on the ship alone.
  const share = variety(`${plan.type.code} ${plan.ref.imo ?? room.key} valid`)
  return dateAt(anchor, Math.round(span[0] + (span[1] - span[0]) * share))
}

/** One owner, broker, charterer or the administrator looks a batch through; never the sender. */
function reviewStep(
  plan: PlannedDocument,
  scene: Scene,
  minute: number,
  note: string | null,
): DraftStep {
  const { room, content, cast } = scene
  const paper = known(content.papers[plan.type.code], `paper of type ${plan.type.code}`)
  const vessel = plan.ref.imo === null ? null : cast.vessel(plan.ref.imo)
  const sender = uploader({ plan, paper, room, vessel, cast })
  const reviewers = [
    ...(['owner', 'broker', 'charterer'] as const).flatMap((role) =>
      (room.parties[role] ?? []).map(cast.person),
    ),
    cast.administrator,
  ].filter((person) => person.account !== undefined && person.key !== sender.key)
  const by = pick(reviewers, `${room.key} ${plan.batch} reviewer`).email
  return note === null
    ? { minute, by, do: 'approve', ...plan.ref }
    : { minute, by, do: 'reject', ...plan.ref, note: withDates(note, scene.anchor) }
}

/** Priorities early in the window, remarks in the last third of it. */
function careSteps(plans: readonly PlannedDocument[], scene: Scene): DraftStep[] {
  const { room, anchor, window } = scene
  const by = caretaker(scene)
  const planOf = (key: string) =>
    known(
      plans.find((plan) => plan.key === key),
      `document ${key} in ${room.key}`,
    )
  return [
    ...Object.entries(room.documents.priority).map(
      ([key, priority], index): DraftStep => ({
        minute: workingMinute(window, 0.03) + index * 3,
        by,
        do: 'update_document',
        ...planOf(key).ref,
        set: { priority },
      }),
    ),
    ...Object.entries(room.documents.remarks).map(
      ([key, remark]): DraftStep => ({
        minute: workingMinute(window, 0.96),
        by,
        do: 'update_document',
        ...planOf(key).ref,
        set: { notes: withDates(remark, anchor) },
      }),
    ),
  ]
}

/** Who keeps the list of papers in order: the broker who has an account, else the administrator. */
function caretaker({ room, cast }: Scene): string {
  const brokers = (room.parties.broker ?? []).map(cast.person)
  return (brokers.find((person) => person.account !== undefined) ?? cast.administrator).email
}
