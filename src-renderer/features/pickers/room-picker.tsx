import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../rpc/queries.ts'
import { FoundPicker, type PickerLook } from './found-picker.tsx'

interface RoomPickerProps extends PickerLook {
  value: string | undefined
  onChange(roomId: string | undefined): void
}

/** One room of all, found by its code, title, place or ships. */
export function RoomPicker({ value, onChange, ...look }: RoomPickerProps) {
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed.trim(), 250)
  const found = useQuery(
    api.rooms.list.queryOptions({
      input: {
        ...(text === '' ? {} : { q: text }),
        sort: 'updated_at',
        direction: 'desc',
        limit: 20,
      },
      placeholderData: keepPreviousData,
    }),
  ).data?.body
  return (
    <FoundPicker
      noun="Room"
      placeholder="Code, title, vessel"
      {...look}
      found={(found ?? []).map(({ id, code, title }) => ({ id, name: code, about: title }))}
      value={value}
      onType={setTyped}
      onChange={onChange}
    />
  )
}
