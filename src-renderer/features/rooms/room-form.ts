import dayjs from 'dayjs'
import { cargoUnits } from '../../../src-shared/contract/enums.ts'
import type { Room } from '../../../src-shared/contract/rooms.ts'

export const blankRoom = {
  title: '',
  location: '',
  /** `YYYY-MM-DDTHH:MM` in the reader’s zone, as the field has it. */
  eta: '',
  organization_id: '',
  terminal_id: '',
  description: '',
  cargo_type: '',
  cargo_quantity: '' as number | string,
  cargo_unit: '',
  cargo_value: '',
  demurrage_rate_per_day: '',
  currency: 'USD',
  tags: [] as readonly string[],
}
export type RoomForm = typeof blankRoom

export const roomFieldNames = [...Object.keys(blankRoom), 'sts_eta']

/** A room as the form has it; what is empty is an empty field. */
export function formOf(room: Room): RoomForm {
  return {
    title: room.title,
    location: room.location,
    eta: dayjs(room.eta).format('YYYY-MM-DDTHH:mm'),
    organization_id: room.organization_id,
    terminal_id: room.terminal_id ?? '',
    description: room.description ?? '',
    cargo_type: room.cargo_type ?? '',
    cargo_quantity: room.cargo_quantity ?? '',
    cargo_unit: room.cargo_unit ?? '',
    cargo_value: room.cargo_value ?? '',
    demurrage_rate_per_day: room.demurrage_rate_per_day ?? '',
    currency: room.currency,
    tags: room.tags,
  }
}

const filled = <Name extends keyof RoomForm>(form: RoomForm, name: Name) =>
  form[name] === '' ? {} : { [name]: form[name] }

const currencyOf = ({ currency }: RoomForm): string => currency.trim().toUpperCase()
const unitOf = (form: RoomForm) => cargoUnits.find((known) => known === form.cargo_unit)
const etaOf = (form: RoomForm): string | undefined => {
  const eta = new Date(form.eta)
  return Number.isNaN(eta.getTime()) ? undefined : eta.toISOString()
}

/** The form as `rooms.create` takes it; what was left empty is left out. */
export function inputOf(form: RoomForm) {
  const eta = etaOf(form)
  const unit = unitOf(form)
  return {
    title: form.title,
    location: form.location,
    currency: currencyOf(form),
    tags: [...form.tags],
    ...(eta === undefined ? {} : { sts_eta: eta }),
    ...filled(form, 'organization_id'),
    ...filled(form, 'terminal_id'),
    ...filled(form, 'description'),
    ...filled(form, 'cargo_type'),
    ...filled(form, 'cargo_value'),
    ...filled(form, 'demurrage_rate_per_day'),
    ...(form.cargo_quantity === '' ? {} : { cargo_quantity: Number(form.cargo_quantity) }),
    ...(unit === undefined ? {} : { cargo_unit: unit }),
  }
}

/**
 * What `rooms.update` is asked to change: the fields that differ, and those that were emptied as
 * `null`. A field that must not be empty is sent as it is, so that the server says so.
 */
export function changesOf(before: RoomForm, form: RoomForm) {
  const changed = (name: keyof RoomForm) => before[name] !== form[name]
  const optional = (
    name: 'terminal_id' | 'description' | 'cargo_type' | 'cargo_value' | 'demurrage_rate_per_day',
  ) => (changed(name) ? { [name]: form[name] === '' ? null : form[name] } : {})
  return {
    ...(changed('title') ? { title: form.title } : {}),
    ...(changed('location') ? { location: form.location } : {}),
    ...(changed('eta') ? { eta: etaOf(form) ?? '' } : {}),
    ...(changed('organization_id') ? { organization_id: form.organization_id } : {}),
    ...optional('terminal_id'),
    ...optional('description'),
    ...optional('cargo_type'),
    ...(changed('cargo_quantity')
      ? { cargo_quantity: form.cargo_quantity === '' ? null : Number(form.cargo_quantity) }
      : {}),
    ...(changed('cargo_unit') ? { cargo_unit: unitOf(form) ?? null } : {}),
    ...optional('cargo_value'),
    ...optional('demurrage_rate_per_day'),
    ...(changed('currency') ? { currency: currencyOf(form) } : {}),
    ...(JSON.stringify(before.tags) === JSON.stringify(form.tags) ? {} : { tags: [...form.tags] }),
  }
}
