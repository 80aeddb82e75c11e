import type { PersonContent, RoomContent, SampleContent, VesselContent } from './content.ts'

/** Looks people and ships up by the short names that the content uses. Unknown names throw. */
export interface Cast {
  administrator: PersonContent
  person(key: string): PersonContent
  /** The e-mail of somebody who can act: only people with an account do things. */
  actor(key: string): string
  vessel(imo: string): VesselContent
}

export function castOf(content: SampleContent): Cast {
  const people = new Map(content.people.map((person) => [person.key, person]))
  const vessels = new Map(content.vessels.map((vessel) => [vessel.imo, vessel]))
  const person = (key: string) => known(people.get(key), `person “${key}”`)
  return {
    administrator: known(
      content.people.find((one) => one.account?.console_role === 'admin'),
      'administrator',
    ),
    person,
    actor: (key) => {
      const one = person(key)
      if (one.account === undefined) throw new Error(`${one.name} has no account to act with.`)
      return one.email
    },
    vessel: (imo) => known(vessels.get(imo), `vessel ${imo}`),
  }
}

/** The IMO number of the ship with this role in the room; null when no role is named. */
export function vesselInRole(room: RoomContent, role: string | undefined): string | null {
  if (role === undefined) return null
  const vessel = room.vessels.find((one) => one.role === role)
  return known(vessel, `${role} vessel in ${room.key}`).imo
}

/** The value, or an Error that says what the content lacks. */
export function known<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`The sample's content names no ${what}.`)
  return value
}
