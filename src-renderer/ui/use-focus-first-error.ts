import { type RefObject, useEffect, useRef } from 'react'

/**
 * Leads people to what is wrong: when a form is refused, its first invalid field gets the focus.
 * @param error what the form was refused with, `null` when it was not
 */
export function useFocusFirstError(error: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (error === null) return
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [error])
  return form
}
