import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../rpc/queries.ts'
import { FoundPicker, type PickerLook } from './found-picker.tsx'

interface VesselPickerProps extends PickerLook {
  value: string | undefined
  onChange(vesselId: string | undefined): void
}

/** One vessel of the registry, found by its name or IMO number. */
export function VesselPicker({ value, onChange, ...look }: VesselPickerProps) {
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed.trim(), 250)
  const found = useQuery(
    api.vessels.list.queryOptions({
      input: { ...(text === '' ? {} : { q: text }), limit: 20 },
      placeholderData: keepPreviousData,
    }),
  ).data?.body
  return (
    <FoundPicker
      noun="Vessel"
      placeholder="Name or IMO number"
      {...look}
      found={(found ?? []).map(({ id, name, imo }) => ({ id, name, about: `IMO ${imo}` }))}
      value={value}
      onType={setTyped}
      onChange={onChange}
    />
  )
}
