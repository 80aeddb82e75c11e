import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { errorSentence } from '../rpc/errors.ts'
import { ErrorState } from '../ui/error-state.tsx'

/** For a screen that could not be shown: what happened, and a way to try again. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <ErrorState
      title="This screen could not be shown"
      message={errorSentence(error)}
      onRetry={retry}
    />
  )
}
