import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../rpc/queries.ts'
import { FoundPicker } from './found-picker.tsx'

interface VesselPickerProps {
  value: string | undefined
  onChange(vesselId: string | undefined): void
}

/** One vessel of the registry, found by its name or IMO number. */
export function VesselPicker({ value, onChange }: VesselPickerProps) {
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
      label="Vessel"
      placeholder="Name or IMO number"
      width={176}
      found={(found ?? []).map(({ id, name, imo }) => ({ id, name, about: `IMO ${imo}` }))}
      value={value}
      onType={setTyped}
      onChange={onChange}
    />
  )
}
