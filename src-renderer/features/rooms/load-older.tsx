import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'

/** What is used of an infinite query: its pages, and how to ask for one more. */
interface OlderPages {
  data: { pages: readonly unknown[] } | undefined
  hasNextPage: boolean
  isFetching: boolean
  isFetchingNextPage: boolean
  isFetchNextPageError: boolean
  fetchNextPage: () => Promise<unknown>
}

/**
 * Loads one more page of an infinite list. An event that arrives meanwhile makes the list read itself
 * again, and that calls off the page under way: what was asked for is kept, and asked for once more.
 */
export function LoadOlder({ list, label }: { list: OlderPages; label: string }) {
  const pages = list.data?.pages.length ?? 0
  const [wanted, setWanted] = useState(0)
  const isCalledOff =
    wanted > pages && list.hasNextPage && !list.isFetching && !list.isFetchNextPageError
  const { fetchNextPage } = list
  useEffect(() => {
    if (isCalledOff) void fetchNextPage()
  }, [isCalledOff, fetchNextPage])
  if (!list.hasNextPage) return null
  return (
    <Button
      variant="default"
      loading={list.isFetchingNextPage}
      onClick={() => {
        setWanted(pages + 1)
        if (list.isFetchNextPageError) void fetchNextPage()
      }}
    >
      {label}
    </Button>
  )
}
