import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { QueryCache, QueryClient } from '@tanstack/react-query'
import { client } from './client.ts'
import { errorCode, isSignedOut } from './errors.ts'

/** Query and mutation options of every procedure: `useQuery(api.rooms.get.queryOptions({ input }))`. */
export const api = createTanstackQueryUtils(client)

/** Told when a call answers that nobody is signed in: the shell shows the sign-in screen. */
const onSignedOut = new Set<() => void>()

export function whenSignedOut(tell: () => void): () => void {
  onSignedOut.add(tell)
  return () => onSignedOut.delete(tell)
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (!isSignedOut(error)) return
      for (const tell of onSignedOut) tell()
    },
  }),
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
