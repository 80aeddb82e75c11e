import { ActionIcon, Button, NumberInput, Skeleton, Text } from '@mantine/core'
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp, IconMinus, IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { type OpenPdf, openPdf } from './pdf-document.ts'
import { type PageSize, PdfPage } from './pdf-page.tsx'
import classes from './preview.module.css'

const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3]
/** CSS pixels of a PDF point at 100 %. */
const pixelsPerPoint = 96 / 72
const margins = 34

/** A PDF's pages under each other, with zoom and page numbers; usable by keyboard alone. */
export function PdfView({ bytes, title }: { bytes: Uint8Array<ArrayBuffer>; title: string }) {
  const opened = useOpenPdf(bytes)
  const [zoom, setZoom] = useState<number | 'fit'>('fit')
  const [current, setCurrent] = useState(1)
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const { ref: sizeRef, width } = useElementSize<HTMLElement>()
  const scrollerRef = useMergedRef(sizeRef, setScroller)

  if (opened.state === 'failed') {
    return (
      <Text role="alert">
        This file could not be read as a PDF. Save it to look at it elsewhere.
      </Text>
    )
  }
  if (opened.state === 'opening')
    return <Skeleton h="100%" mih={320} radius={6} aria-label="Opening the PDF" />

  const { document: pdf } = opened.pdf
  const count = pdf.numPages
  const fitting = Math.max(0.2, (width - margins) / opened.size.width)
  const scale = zoom === 'fit' ? Math.min(fitting, 2) : zoom * pixelsPerPoint
  const percent = Math.round((scale / pixelsPerPoint) * 100)
  const step = (direction: 1 | -1) => {
    const now = percent / 100
    const next =
      direction === 1
        ? zooms.find((candidate) => candidate > now + 0.005)
        : zooms.findLast((candidate) => candidate < now - 0.005)
    if (next !== undefined) setZoom(next)
  }
  const goTo = (target: number) => {
    const wanted = Math.min(count, Math.max(1, target))
    setCurrent(wanted)
    scroller?.querySelector(`[data-page="${wanted}"]`)?.scrollIntoView({ block: 'start' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const page = pageAfter(event.key, current, count)
    if (page !== undefined) goTo(page)
    else if (event.key === '+' || event.key === '=') step(1)
    else if (event.key === '-') step(-1)
    else if (event.key === '0') setZoom('fit')
    else return
    event.preventDefault()
  }

  return (
    <div className={classes.frame}>
      <div className={classes.toolbar} role="toolbar" aria-label="Pages and zoom">
        <ActionIcon
          variant="default"
          aria-label="Previous page"
          disabled={current <= 1}
          onClick={() => goTo(current - 1)}
        >
          <IconChevronUp size={16} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label="Next page"
          disabled={current >= count}
          onClick={() => goTo(current + 1)}
        >
          <IconChevronDown size={16} />
        </ActionIcon>
        <Text component="span" size="sm">
          Page
        </Text>
        <NumberInput
          aria-label="Page number"
          value={current}
          min={1}
          max={count}
          w={56}
          size="xs"
          hideControls
          onChange={(value) => {
            if (typeof value === 'number') goTo(value)
          }}
        />
        <Text component="span" size="sm">
          of {count}
        </Text>
        <ActionIcon variant="default" aria-label="Zoom out" ml="auto" onClick={() => step(-1)}>
          <IconMinus size={16} />
        </ActionIcon>
        <Text component="span" size="sm" w={48} ta="center" aria-live="polite">
          {percent} %
        </Text>
        <ActionIcon variant="default" aria-label="Zoom in" onClick={() => step(1)}>
          <IconPlus size={16} />
        </ActionIcon>
        <Button
          size="xs"
          variant="default"
          aria-pressed={zoom === 'fit'}
          onClick={() => setZoom('fit')}
        >
          Fit width
        </Button>
      </div>
      <section
        ref={scrollerRef}
        className={classes.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={`${title}, ${count} ${count === 1 ? 'page' : 'pages'}. Arrow left and right turn pages, plus and minus zoom.`}
        onKeyDown={onKeyDown}
        onScroll={() => {
          if (scroller !== null) setCurrent(pageInView(scroller))
        }}
      >
        <div className={classes.pages}>
          {Array.from({ length: count }, (_, index) => index + 1).map((number) => (
            <PdfPage
              key={number}
              document={pdf}
              number={number}
              count={count}
              firstSize={opened.size}
              scale={scale}
              scroller={scroller}
            />
          ))}
        </div>
      </section>
    </div>
  )
}

type Opened =
  | { state: 'opening' }
  | { state: 'failed' }
  | { state: 'open'; pdf: OpenPdf; size: PageSize }

/** Opens the bytes, and closes what was opened when the view goes or gets others. */
function useOpenPdf(bytes: Uint8Array<ArrayBuffer>): Opened {
  const [opened, setOpened] = useState<Opened>({ state: 'opening' })
  useEffect(() => {
    let gone = false
    let pdf: OpenPdf | undefined
    setOpened({ state: 'opening' })
    const open = async () => {
      const fresh = await openPdf(bytes)
      if (gone) {
        fresh.close()
        return
      }
      pdf = fresh
      const { width, height } = (await fresh.document.getPage(1)).getViewport({ scale: 1 })
      setOpened({ state: 'open', pdf: fresh, size: { width, height } })
    }
    open().catch(() => {
      if (!gone) setOpened({ state: 'failed' })
    })
    return () => {
      gone = true
      pdf?.close()
    }
  }, [bytes])
  return opened
}

/** Which page a key leads to; undefined for keys that lead to none. */
function pageAfter(key: string, current: number, count: number): number | undefined {
  if (key === 'ArrowRight') return current + 1
  if (key === 'ArrowLeft') return current - 1
  if (key === 'Home') return 1
  return key === 'End' ? count : undefined
}

/** The number of the page whose upper part stands in the upper half of the window. */
function pageInView(scroller: HTMLElement): number {
  const middle = scroller.getBoundingClientRect().top + scroller.clientHeight / 2
  let found = 1
  for (const element of scroller.querySelectorAll<HTMLElement>('[data-page]')) {
    if (element.getBoundingClientRect().top > middle) break
    found = Number(element.dataset['page'])
  }
  return found
}
