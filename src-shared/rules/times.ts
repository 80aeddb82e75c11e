const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `2026-11-20T14:05:00.000Z` → `20 Nov 2026, 14:05 UTC`. The same in every locale and time zone. */
export function utcText(iso: string): string {
  return `${dateText(iso)}, ${iso.slice(11, 16)} UTC`
}

/** `2026-11-20…` → `20 Nov 2026`. */
export function dateText(iso: string): string {
  return `${Number(iso.slice(8, 10))} ${months[Number(iso.slice(5, 7)) - 1] ?? ''} ${iso.slice(0, 4)}`
}

/** `2026-11-20T14:05:09.123Z` → `20261120-140509`, for file names. */
export function fileStamp(iso: string): string {
  return `${iso.slice(0, 10).replaceAll('-', '')}-${iso.slice(11, 19).replaceAll(':', '')}`
}
