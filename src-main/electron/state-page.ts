import { createHash } from 'node:crypto'
import { SECURITY_HEADERS } from '../http/static.ts'
import type { OpenFailure } from './services.ts'

/** `failed` is a bug at start-up; the others are states of the workspace. */
export type StateName = OpenFailure['state'] | 'failed'

/** What a state screen says. */
export interface StateScreen {
  state: StateName
  message: string
  recovery?: { label: string; description: string }
}

const HEADINGS: Readonly<Record<StateName, string>> = {
  damaged: 'The workspace is damaged',
  newer: 'The workspace was made by a newer version',
  locked: 'The workspace is open elsewhere',
  missing: 'The workspace is not there',
  failed: 'Something went wrong',
}

const STYLE = `
:root { color-scheme: light dark; --ground: #ffffff; --text: #1c2733; --quiet: #55636f;
  --line: #d5dde3; --accent: #0b4f71; --on-accent: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ground: #10161b; --text: #e6ecf0;
  --quiet: #a2b0bb; --line: #2b3740; --accent: #5cb3d6; --on-accent: #10161b; } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground);
  color: var(--text); font: 14px/1.55 "Noto Sans", Inter, system-ui, sans-serif; }
main { max-width: 520px; padding: 24px; border-top: 2px solid var(--accent); }
h1 { margin: 0 0 12px; font-size: 20px; font-weight: 600; }
p { margin: 0 0 12px; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: 13px; }
button { font: inherit; color: var(--on-accent); background: var(--accent); border: 0;
  border-radius: 6px; padding: 8px 16px; }
button:focus-visible { outline: 2px solid var(--text); outline-offset: 2px; }
form { border-top: 1px solid var(--line); margin-top: 20px; padding-top: 16px; }
`

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** No script, no resource; the one style element is named by its hash. */
const STATE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Where the state screen lives: `app://sts/state/damaged`. */
export function statePath(state: StateName): string {
  return `/state/${state}`
}

/** Where the form of the recovery button goes. */
export const RECOVERY_PATH = '/state/recover'

/**
 * The screen for a workspace that could not be opened: one sentence, at most one button, no
 * script and nothing loaded, so that it works when nothing else does.
 */
export function stateResponse(screen: StateScreen): Response {
  return new Response(stateHtml(screen), {
    status: 200,
    headers: {
      ...SECURITY_HEADERS,
      'content-security-policy': STATE_POLICY,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    },
  })
}

function stateHtml(screen: StateScreen): string {
  const heading = HEADINGS[screen.state]
  const { recovery } = screen
  const form =
    recovery === undefined
      ? ''
      : `<form method="post" action="${RECOVERY_PATH}"><p class="quiet">${escapeHtml(recovery.description)}</p>` +
        `<button type="submit">${escapeHtml(recovery.label)}</button></form>`
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${heading}</title>` +
    `<style>${STYLE}</style></head><body><main><h1>${heading}</h1>` +
    `<p>${escapeHtml(screen.message)}</p>` +
    '<p class="quiet">The folder of the workspace is under Help, Show workspace folder.</p>' +
    `${form}</main></body></html>`
  )
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
