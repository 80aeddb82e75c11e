import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'

/** The search of a list: told when somebody pauses, and follows the address when that changes. */
export function SearchField(props: {
  label: string
  placeholder: string
  width?: number
  value: string | undefined
  onFind(q: string | undefined): void
}) {
  const { label, placeholder, width = 240, value, onFind } = props
  const [text, setText] = useState(value ?? '')
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    if (text.trim() !== (value ?? '')) setText(value ?? '')
  }
  const find = useDebouncedCallback(onFind, 250)
  const type = (typed: string) => {
    setText(typed)
    find(typed.trim() === '' ? undefined : typed.trim())
  }
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={placeholder}
      w={width}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      rightSection={
        text === '' ? null : <CloseButton aria-label="Clear the search" onClick={() => type('')} />
      }
      onChange={(event) => type(event.currentTarget.value)}
    />
  )
}
