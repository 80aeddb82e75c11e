import { ActionIcon, NativeSelect, Tooltip } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import classes from './pager.module.css'

export const pageSizes = [10, 25, 50, 100] as const
export type PageSize = (typeof pageSizes)[number]

export interface Paging {
  /** From 1. */
  page: number
  size: PageSize
  /** Undefined while it is being counted. */
  total: number | undefined
  /** What is counted, as one and as many: `['room', 'rooms']`. */
  noun: readonly [string, string]
  onPage(page: number): void
  onSize(size: PageSize): void
}

/** The foot of a list: how many there are, how many are shown, and the way to the others. */
export function Pager({ page, size, total, noun, onPage, onSize }: Paging) {
  const pages = total === undefined ? 1 : Math.max(1, Math.ceil(total / size))
  return (
    <div className={classes.pager}>
      <span aria-live="polite">
        {total === undefined ? '' : countInWords({ page, size, total, noun })}
      </span>
      <span className={classes.space} />
      <NativeSelect
        aria-label="Rows on a page"
        value={String(size)}
        data={pageSizes.map((choice) => ({ value: String(choice), label: `${choice} a page` }))}
        onChange={(event) => {
          const chosen = pageSizes.find((choice) => String(choice) === event.currentTarget.value)
          if (chosen !== undefined) onSize(chosen)
        }}
      />
      <span className={classes.place}>{`Page ${page} of ${pages}`}</span>
      <Step
        label="Previous page"
        icon={IconChevronLeft}
        to={page - 1}
        pages={pages}
        onPage={onPage}
      />
      <Step label="Next page" icon={IconChevronRight} to={page + 1} pages={pages} onPage={onPage} />
    </div>
  )
}

interface StepProps {
  label: string
  icon: typeof IconChevronLeft
  to: number
  pages: number
  onPage(page: number): void
}

function Step({ label, icon: StepIcon, to, pages, onPage }: StepProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        size={32}
        aria-label={label}
        disabled={to < 1 || to > pages}
        onClick={() => onPage(to)}
      >
        <StepIcon size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

function countInWords({
  page,
  size,
  total,
  noun,
}: Pick<Paging, 'page' | 'size' | 'noun'> & { total: number }): string {
  const word = total === 1 ? noun[0] : noun[1]
  if (total <= size && page === 1) return `${total} ${word}`
  const first = (page - 1) * size + 1
  const last = Math.min(page * size, total)
  return first > total ? `${total} ${word}` : `${first}–${last} of ${total} ${word}`
}
