import type { UseQueryResult } from '@tanstack/react-query'
import { errorSentence } from './errors.ts'

interface Answer<Row> {
  body: readonly Row[]
  headers: { 'x-total-count': string | number }
}

/** What went wrong, in a sentence, and the way to try again. */
interface Failure {
  message: string
  retry(): void
}

/** What a list page shows of a query of one page. */
export function listed<Row>(query: UseQueryResult<Answer<Row>, Error>): {
  rows: readonly Row[] | undefined
  total: number | undefined
  error: Failure | undefined
} {
  return {
    rows: query.data?.body,
    total: query.data === undefined ? undefined : Number(query.data.headers['x-total-count']),
    error: failureOf(query),
  }
}

/** @returns undefined where the query has not failed */
export function failureOf(query: Pick<UseQueryResult, 'error' | 'refetch'>): Failure | undefined {
  const { error, refetch } = query
  if (error === null) return undefined
  return { message: errorSentence(error), retry: () => void refetch() }
}
