import { type Executor, searchWords } from '../../platform/db/index.ts'
import { type Access, partsOf, seesVessel, type Viewpoint, viewpointFor } from '../access/index.ts'
import type { Actor } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import * as store from './store.ts'
import { shipsOfRooms } from './vessels-store.ts'

type Db = Executor<Tables>

/** Which rooms a caller sees, and in which of them not every ship. */
export interface Sight {
  /** Only rooms in which this e-mail is a party; null: all rooms. */
  email: string | null
  /** Rooms in which the caller sees the ships of their own organization only. */
  viewpoints: ReadonlyMap<string, Viewpoint>
}

export async function sightOf(db: Db, access: Access, actor: Actor): Promise<Sight> {
  if (await access.seesAllRooms(actor)) return { email: null, viewpoints: new Map() }
  const parts = await partsOf(db, actor.email)
  const viewpoints = new Map<string, Viewpoint>()
  for (const part of parts) {
    const viewpoint = viewpointFor(actor, part)
    if (viewpoint !== null) viewpoints.set(part.room_id, viewpoint)
  }
  return { email: actor.email, viewpoints }
}

/**
 * What a search may find: where the caller sees every ship, the full text decides; where not, only
 * what they do see. A room that could be found by the name of a hidden ship would give it away.
 */
export async function reachOf(db: Db, sight: Sight, q: string | undefined): Promise<store.Reach> {
  const restricted = [...sight.viewpoints.keys()]
  const words = searchWords(q ?? '')
  if (restricted.length === 0 || words.length === 0) {
    return { email: sight.email, restricted, found: [] }
  }
  const ships = (await shipsOfRooms(db, restricted)).filter((ship) =>
    seesVessel(sight.viewpoints.get(ship.room_id) ?? null, ship),
  )
  let found = restricted
  for (const word of words) {
    const byFacts = new Set(await store.roomsWithWord(db, word, found))
    const byShip = new Set(
      ships.filter((ship) => hasWord(`${ship.name} ${ship.imo}`, word)).map((ship) => ship.room_id),
    )
    found = found.filter((id) => byFacts.has(id) || byShip.has(id))
  }
  return { email: sight.email, restricted, found }
}

/** As the full text has it: letters and digits count, their case and accents do not. */
function hasWord(text: string, word: string): boolean {
  const [have, want] = [tokens(text), tokens(word)]
  return have.some((_, at) =>
    want.every((token, step) =>
      step === want.length - 1
        ? have[at + step]?.startsWith(token) === true
        : have[at + step] === token,
    ),
  )
}

const tokens = (text: string): string[] =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '')
