import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'

/** A word that is typed: the list follows when one pauses, not at every key. */
export function WordFilter(props: {
  label: string
  placeholder: string
  width: number
  value: string | undefined
  onChange: (value: string | undefined) => void
}) {
  const { label, placeholder, width, value = '', onChange } = props
  const [typed, setTyped] = useState(value)
  const told = useRef(value)
  const tell = useDebouncedCallback((text: string) => {
    told.current = text.trim()
    onChange(told.current === '' ? undefined : told.current)
  }, 300)
  useEffect(() => {
    // Somebody else changed the address (back, a link, “Clear filters”): show what stands there.
    if (value !== told.current) {
      told.current = value
      setTyped(value)
    }
  }, [value])
  const type = (text: string) => {
    setTyped(text)
    tell(text)
  }
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      w={width}
      value={typed}
      leftSection={label === 'Text' ? <IconSearch size={16} aria-hidden /> : undefined}
      rightSection={
        typed === '' ? null : (
          <CloseButton
            size="sm"
            aria-label={`Clear ${label.toLowerCase()}`}
            onClick={() => type('')}
          />
        )
      }
      onChange={(event) => type(event.currentTarget.value)}
    />
  )
}
