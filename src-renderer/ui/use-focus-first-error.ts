import { type RefObject, useEffect, useRef } from 'react'

/** Mantine marks most fields in the one way, passwords in the other. */
const invalid = ':is(input, textarea):is([aria-invalid="true"], [data-invalid="true"])'

/**
 * Leads people to what is wrong: when a form is refused, its first invalid field gets the focus.
 * @param error what the form was refused with, `null` when it was not
 */
export function useFocusFirstError(error: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (error === null) return
    form.current?.querySelector<HTMLElement>(invalid)?.focus()
  }, [error])
  return form
}
