import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { useLock } from '../state/lock.ts'
import { client } from './client.ts'
import { errorCode, errorData, isSignedOut } from './errors.ts'

/** Query and mutation options of every procedure: `useQuery(api.rooms.get.queryOptions({ input }))`. */
export const api = createTanstackQueryUtils(client)

/** Told when a call answers that nobody is signed in: the shell shows the sign-in screen. */
const onSignedOut = new Set<() => void>()

export function whenSignedOut(tell: () => void): () => void {
  onSignedOut.add(tell)
  return () => onSignedOut.delete(tell)
}

/** What every refused call is looked at for: a session that is locked or has ended. */
function noticeSession(error: unknown): void {
  if (errorCode(error) === 'SESSION_LOCKED') {
    useLock.setState({ locked: true, email: errorData(error).email })
  }
  if (!isSignedOut(error)) return
  for (const tell of onSignedOut) tell()
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSession }),
  mutationCache: new MutationCache({ onError: noticeSession }),
  defaultOptions: {
    queries: {
      // Events say what has changed; a screen that comes back shows what it had at once.
      staleTime: 30_000,
      // A refusal stays one; a line that was lost may be back.
      retry: (failures, error) => errorCode(error) === undefined && failures < 2,
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false },
  },
})
