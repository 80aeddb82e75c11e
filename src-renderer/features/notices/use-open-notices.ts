import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'

const shownAtMost = 50

/** The newest notices that nobody has acknowledged, and how many there are; kept up by events. */
export function useOpenNotices() {
  const may = useMay()('records.read')
  const list = useQuery(
    api.notices.list.queryOptions({
      input: { open: true, limit: shownAtMost },
      enabled: may.allowed,
    }),
  )
  return {
    ...list,
    data:
      list.data === undefined
        ? undefined
        : { notices: list.data.body, total: Number(list.data.headers['x-total-count']) },
  }
}
