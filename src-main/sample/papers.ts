import type { Cast } from './cast.ts'
import type { PaperContent, PersonContent, RoomContent, VesselContent } from './content.ts'
import type { PlannedDocument } from './document-plan.ts'
import type { SampleFileKind } from './files.ts'
import { dateAt, pick, variety } from './offsets.ts'
import type { StepFile } from './steps.ts'

const extensions: Record<SampleFileKind, string> = {
  pdf: 'pdf',
  png: 'png',
  jpeg: 'jpg',
  docx: 'docx',
}
/** Smallest and largest file of each kind, in bytes. */
const sizes: Record<SampleFileKind, readonly [number, number]> = {
  pdf: [6_000, 30_000],
  png: [14_000, 40_000],
  jpeg: [9_000, 34_000],
  docx: [7_000, 22_000],
}

interface Sending {
  plan: PlannedDocument
  paper: PaperContent
  room: RoomContent
  vessel: VesselContent | null
}

/**
 * Who uploads a paper: a party with an account whose role has such papers, in the order that the
 * paper names; the papers of a ship only by her own owner, else by the broker. What nobody of them
 * can send comes in by e-mail, and the administrator uploads it.
 */
export function uploader(sending: Sending & { cast: Cast }): PersonContent {
  const { plan, paper, room, vessel, cast } = sending
  if (variety(`${room.key} ${plan.batch} relayed`) < 0.1) return cast.administrator
  for (const role of paper.by) {
    const able = (room.parties[role] ?? [])
      .map(cast.person)
      .filter((person) => person.account !== undefined)
      .filter(
        (person) => vessel === null || role !== 'owner' || person.organization === vessel.owner,
      )
    if (able.length > 0) return pick(able, `${room.key} ${plan.batch} ${role}`)
  }
  const brokers = (room.parties.broker ?? []).map(cast.person)
  return brokers.find((person) => person.account !== undefined) ?? cast.administrator
}

/** File, name, and note of one version of a paper. */
export function uploadOf(
  sending: Sending & { version: number; minute: number; anchor: string; relayed: boolean },
): { file_name: string; file: StepFile; notes: string | null } {
  const { plan, paper, room, vessel, version, minute, anchor, relayed } = sending
  const seed = `${room.key} ${plan.key} ${version}`
  const kind = pick(paper.kinds, seed)
  const [least, most] = sizes[kind]
  return {
    file_name: `${fileStem(sending, seed)}.${extensions[kind]}`,
    file: {
      kind,
      title: `${plan.type.name} - ${vessel?.latin ?? room.short}`,
      lines: [
        ...(vessel === null
          ? [`Operation: ${room.cargo.type}, ${room.cargo.quantity} ${room.cargo.unit}`]
          : [
              `Ship: ${vessel.latin}, IMO ${vessel.imo}, flag ${vessel.flag}`,
              `Built ${vessel.built_year}, ${vessel.gross_tonnage} GT, class ${vessel.class_society}`,
            ]),
        `Issued by: ${paper.issuer}`,
        `Version ${version}, ${dateAt(anchor, Math.floor(minute / 1440))}`,
        ...paper.lines,
        'Sample document. Ship, people and companies are fictitious.',
      ],
      size: Math.round(least + (most - least) * variety(`${seed} size`)),
    },
    notes: noteOf(sending, seed, relayed),
  }
}

function fileStem({ paper, room, vessel, version }: Sending & { version: number }, seed: string) {
  const revision = version > 1 ? `_rev${version}` : ''
  const about = vessel === null ? room.short : vessel.name
  const style = variety(`${seed} style`)
  if (vessel === null) return `${paper.stem}_${about}${revision}`
  if (style < 0.2) return `${paper.stem} ${about}${revision.replace('_', ' ')}`
  const prefix = /tanker/i.test(vessel.vessel_type) && style > 0.6 ? '_MT' : ''
  return `${paper.stem}${prefix}_${about.replaceAll(' ', '_')}${revision}`
}

function noteOf({ paper, room, vessel }: Sending, seed: string, relayed: boolean): string | null {
  if (relayed) return `Received by e-mail from ${vessel?.owner ?? room.organization}`
  return variety(`${seed} note`) < 0.3 ? pick(paper.notes, `${seed} which`) : null
}
