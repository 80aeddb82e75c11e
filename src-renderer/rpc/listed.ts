import type { UseQueryResult } from '@tanstack/react-query'
import type { Listed } from '../ui/list-page.tsx'
import { errorSentence } from './errors.ts'

interface Answer<Row> {
  body: readonly Row[]
  headers: { 'x-total-count': string | number }
}

/** What a list page shows of a query of one page. */
export function listed<Row>(query: UseQueryResult<Answer<Row>, Error>): Listed<Row> {
  return {
    rows: query.data?.body,
    total: query.data === undefined ? undefined : Number(query.data.headers['x-total-count']),
    error: failureOf(query),
  }
}

/** The sentence of a query that failed, and the way to try again. */
export function failureOf(
  query: Pick<UseQueryResult, 'error' | 'refetch'>,
): Listed<never>['error'] {
  const { error, refetch } = query
  if (error === null) return undefined
  return { message: errorSentence(error), retry: () => void refetch() }
}
