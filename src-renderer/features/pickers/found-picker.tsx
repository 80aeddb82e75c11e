import { Select } from '@mantine/core'
import { useState } from 'react'
import classes from './found-picker.module.css'

interface Found {
  id: string
  /** What stands in the field once it is chosen. */
  name: string
  /** Beside the name while one chooses. */
  about: string
}

/** How the field stands where it is used. */
export interface PickerLook {
  label?: string
  /** The label is read out, and not shown: for filters above a list. */
  quietLabel?: boolean
  placeholder?: string
  description?: string
  error?: string | undefined
  /** A CSS width, or pixels. */
  width?: number | string
}

interface FoundPickerProps extends PickerLook {
  /** What is chosen: `Room`. */
  noun: string
  /** What the server finds for the text that is typed. */
  found: readonly Found[]
  value: string | undefined
  onType(text: string): void
  onChange(id: string | undefined): void
}

/** Chooses one of many, which the server searches as one types. */
export function FoundPicker(props: FoundPickerProps) {
  const { noun, label = noun, quietLabel, placeholder, width, description, error } = props
  const { found, value, onType, onChange } = props
  const [chosen, setChosen] = useState<Found>()
  // What was chosen keeps its name when the next search does not find it. One that an address names
  // and nobody has found shows the start of its id: asking for it could leave an entry in the trail.
  const kept =
    value === undefined || found.some(({ id }) => id === value)
      ? []
      : [chosen?.id === value ? chosen : { id: value, name: `${value.slice(0, 13)}…`, about: '' }]
  const choices = [...kept, ...found]
  return (
    <Select
      {...(quietLabel === true ? { 'aria-label': label } : { label })}
      placeholder={placeholder}
      {...(width === undefined ? {} : { w: width })}
      description={description}
      error={error}
      comboboxProps={{ width: 340, position: 'bottom-start' }}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `Any ${noun.toLowerCase()}` }}
      nothingFoundMessage={`No ${noun.toLowerCase()} fits`}
      filter={({ options }) => options}
      data={choices.map(({ id, name }) => ({ value: id, label: name }))}
      renderOption={({ option }) => {
        const choice = choices.find(({ id }) => id === option.value)
        return (
          <span className={classes.option}>
            <span>{choice?.name}</span>
            <span className={classes.about}>{choice?.about}</span>
          </span>
        )
      }}
      value={value ?? null}
      onSearchChange={(text) => {
        // Choosing writes the name into the field: that is no search.
        if (!choices.some(({ name }) => name === text)) onType(text)
      }}
      onChange={(id) => {
        setChosen(choices.find((choice) => choice.id === id))
        onChange(id ?? undefined)
      }}
    />
  )
}
