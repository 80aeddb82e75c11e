import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../rpc/queries.ts'
import { FoundPicker } from './found-picker.tsx'

interface RoomPickerProps {
  value: string | undefined
  onChange(roomId: string | undefined): void
}

/** One room of all, found by its code, title, place or ships. */
export function RoomPicker({ value, onChange }: RoomPickerProps) {
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
      label="Room"
      placeholder="Code, title, vessel"
      width={190}
      found={(found ?? []).map(({ id, code, title }) => ({ id, name: code, about: title }))}
      value={value}
      onType={setTyped}
      onChange={onChange}
    />
  )
}
