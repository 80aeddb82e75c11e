import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Permission, permissions } from '../../../src-shared/contract/permissions.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'

interface Choice {
  value: string | undefined
  onChange(value: string | undefined): void
}

/** An account, found by the server as one types. */
export function AccountChoice({ value, onChange }: Choice) {
  const enabled = useMay()('accounts.list').allowed
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed, 250)
  const list = useQuery(
    api.accounts.list.queryOptions({
      input: { limit: 50, ...(q === '' ? {} : { q }) },
      enabled,
      placeholderData: keepPreviousData,
    }),
  )
  const chosen = useQuery(
    api.accounts.get.queryOptions({
      input: { account_id: value ?? '' },
      enabled: value !== undefined,
    }),
  ).data
  const known = new Map((list.data?.body ?? []).map((one) => [one.id, one]))
  if (chosen !== undefined) known.set(chosen.id, chosen)
  return (
    <Select
      label="Account"
      placeholder={enabled ? 'Choose an account' : 'Yourself'}
      w={260}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'No account' }}
      disabled={!enabled}
      nothingFoundMessage="No account of that name"
      filter={({ options }) => options}
      data={[...known.values()].map(({ id, name }) => ({ value: id, label: name }))}
      value={value ?? null}
      onSearchChange={(text) => setTyped(text === chosen?.name ? '' : text.trim())}
      onChange={(next) => onChange(next ?? undefined)}
    />
  )
}

/** A room, found by the server as one types. */
export function RoomChoice({ value, onChange }: Choice) {
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed, 250)
  const list = useQuery(
    api.rooms.list.queryOptions({
      input: { limit: 50, ...(q === '' ? {} : { q }) },
      placeholderData: keepPreviousData,
    }),
  )
  const chosen = useQuery(
    api.rooms.get.queryOptions({ input: { room_id: value ?? '' }, enabled: value !== undefined }),
  ).data
  const known = new Map((list.data?.body ?? []).map((one) => [one.id, `${one.code}, ${one.title}`]))
  const label = chosen === undefined ? undefined : `${chosen.code}, ${chosen.title}`
  if (chosen !== undefined && label !== undefined) known.set(chosen.id, label)
  return (
    <Select
      label="Room"
      placeholder="No room: everywhere"
      w={300}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'No room' }}
      nothingFoundMessage="No room of that name"
      filter={({ options }) => options}
      data={[...known].map(([id, text]) => ({ value: id, label: text }))}
      value={value ?? null}
      onSearchChange={(text) => setTyped(text === label ? '' : text.trim())}
      onChange={(next) => onChange(next ?? undefined)}
    />
  )
}

export function PermissionChoice(props: {
  value: Permission | undefined
  onChange(value: Permission | undefined): void
}) {
  const { value, onChange } = props
  return (
    <Select
      label="Permission"
      placeholder="Choose a permission"
      w={220}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'No permission' }}
      nothingFoundMessage="No permission of that name"
      data={[...permissions]}
      value={value ?? null}
      onChange={(next) => onChange(permissions.find((one) => one === next))}
    />
  )
}
