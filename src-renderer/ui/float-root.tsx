/**
 * Where what floats over the page stands: choices, calendars and tooltips. It belongs inside the
 * `main` of every page, since what stands beside the landmarks is lost to whoever goes by them.
 */
export function FloatRoot() {
  return <div data-float-root />
}

/** For the theme. Beneath the lock screen stands the root of a page that is hidden. */
export const floatRootSelector = '[data-float-root]:not([hidden] *)'
