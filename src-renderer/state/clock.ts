/** The page's own clock, for “in 3 h”: milliseconds since 1970. The server decides what is due. */
export function now(): number {
  return Date.now()
}
