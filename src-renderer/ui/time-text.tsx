import dayjs from 'dayjs'
import { dateText, utcText } from '../../src-shared/rules/times.ts'

/** `20 Nov 2026, 14:05` in the reader's zone, from a UTC time. */
export function localTime(at: string): string {
  return dayjs(at).format('D MMM YYYY, HH:mm')
}

/** A moment in the reader's zone, with UTC on hover; a dash for none. */
export function TimeText({ at, empty = '–' }: { at: string | null | undefined; empty?: string }) {
  if (at === null || at === undefined) return <Nothing text={empty} />
  return (
    <time dateTime={at} title={utcText(at)} style={{ whiteSpace: 'nowrap' }}>
      {localTime(at)}
    </time>
  )
}

/** A day (`YYYY-MM-DD`), which is the same in every zone. */
export function DateText({ on, empty = '–' }: { on: string | null | undefined; empty?: string }) {
  if (on === null || on === undefined) return <Nothing text={empty} />
  return (
    <time dateTime={on} style={{ whiteSpace: 'nowrap' }}>
      {dateText(on)}
    </time>
  )
}

function Nothing({ text }: { text: string }) {
  return <span style={{ color: 'var(--sts-quiet)' }}>{text}</span>
}
