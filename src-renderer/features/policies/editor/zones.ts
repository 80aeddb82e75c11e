/** The zones that this machine knows, UTC first. */
export const knownZones: readonly string[] = [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC'),
]

export const ownZone: string = new Intl.DateTimeFormat().resolvedOptions().timeZone
