import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { noImport, useImportJob } from '../state/import-job.ts'
import { useLock } from '../state/lock.ts'
import { client, type Outputs } from './client.ts'
import { inDesktop, line } from './connection.ts'
import { errorCode, isSignedOut } from './errors.ts'
import { api, queryClient } from './queries.ts'
import { getJson, postJson } from './rest.ts'

export type Me = Outputs['auth']['me']

const meOptions = () => api.auth.me.queryOptions({ staleTime: Number.POSITIVE_INFINITY })

/**
 * Remembers that somebody has signed in here, nothing more: the session itself is out of the
 * page’s sight. Asking without one would leave a denial in the audit trail with every start.
 */
const mark = 'sts-signed-in'

/** Who is signed in. Inside the shell there always is somebody. */
export function useMe(): Me | undefined {
  return useQuery(meOptions()).data
}

/**
 * @returns who is signed in, `null` when nobody is, `locked` when they have to give their password
 *   again first; throws when the application does not answer
 */
export async function whoIsSignedIn(): Promise<Me | 'locked' | null> {
  if (localStorage.getItem(mark) === null) return null
  try {
    return await queryClient.ensureQueryData(meOptions())
  } catch (error) {
    if (errorCode(error) === 'SESSION_LOCKED') return 'locked'
    if (!isSignedOut(error)) throw error
    forgetSession()
    return null
  }
}

/** Signs in through the door that the page has: over the port, or by a cookie for the socket. */
export async function signIn(email: string, password: string): Promise<void> {
  if (inDesktop) await client.auth.login({ email, password })
  else await postJson('/api/v1/auth/login', { email, password })
  beginAnew()
  localStorage.setItem(mark, 'yes')
  useLock.setState({ locked: false, ended: false })
}

/** Locks the session, here and behind the door: what is open stays, and cannot be seen. */
export async function lockSession(): Promise<void> {
  useLock.setState({ locked: true, email: knownMe()?.account.email })
  await client.auth.lock()
}

/** Goes on where the session was locked. @throws INVALID_CREDENTIALS, ACCOUNT_LOCKED */
export async function unlockSession(password: string): Promise<void> {
  await client.auth.unlock({ password })
  useLock.setState({ locked: false })
  await queryClient.invalidateQueries()
}

/** Who is signed in, as far as the page knows without asking. */
export function knownMe(): Me | undefined {
  return queryClient.getQueryData<Me>(meOptions().queryKey)
}

/** One's own account as a call has answered it: the routes ask what the page knows, not the door. */
export function rememberAccount(account: Me['account']): void {
  queryClient.setQueryData<Me>(meOptions().queryKey, (me) => me && { ...me, account })
}

/** Tells the door that somebody is at the screen, so that it does not take it for left alone. */
export function showPresence(): void {
  void queryClient.refetchQueries({ queryKey: meOptions().queryKey })
}

/** Ends the session; nothing that was seen stays in memory. */
export async function signOut(): Promise<void> {
  if (inDesktop) await client.auth.logout()
  else await postJson('/api/v1/auth/logout', {})
  forgetSession()
}

/** The session has ended: forgets who it was and what was seen. */
export function forgetSession(): void {
  localStorage.removeItem(mark)
  useLock.setState({ locked: false })
  useImportJob.setState(noImport, true)
  beginAnew()
}

function beginAnew(): void {
  line.reconnect()
  queryClient.clear()
}

/** What the set-up screen asks for. */
export interface SetupInput {
  email: string
  name: string
  password: string
  organization?: string
  sample: boolean
}

/** Whether there is no workspace behind this door yet. The desktop asks before it opens a window. */
export async function needsSetup(): Promise<boolean> {
  if (inDesktop) return false
  const answer = z.object({ needed: z.boolean() }).safeParse(await getJson('/api/v1/setup'))
  return answer.success && answer.data.needed
}

/** Makes the first workspace and its owner. @throws RestError with the issues of the form */
export async function setUp(input: SetupInput): Promise<void> {
  await postJson('/api/v1/setup', input)
}
