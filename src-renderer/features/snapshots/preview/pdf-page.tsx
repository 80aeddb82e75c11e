import { type PDFDocumentProxy, RenderingCancelledException, TextLayer } from 'pdfjs-dist'
import { type CSSProperties, useEffect, useRef, useState } from 'react'
import classes from './preview.module.css'

/** Width and height of a page in CSS pixels at a scale of 1 (72 pixels an inch). */
export interface PageSize {
  readonly width: number
  readonly height: number
}

/** One page: a picture of it with its text over it, drawn when it comes near the window. */
export function PdfPage(props: {
  document: PDFDocumentProxy
  number: number
  count: number
  /** Of the first page; a page of another size corrects itself when it is drawn. */
  firstSize: PageSize
  scale: number
  scroller: HTMLElement | null
}) {
  const { document: pdf, number, count, firstSize, scale, scroller } = props
  const box = useRef<HTMLElement>(null)
  const picture = useRef<HTMLDivElement>(null)
  const text = useRef<HTMLDivElement>(null)
  const [near, setNear] = useState(false)
  const [size, setSize] = useState(firstSize)
  const [fault, setFault] = useState(false)

  useEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const observer = new IntersectionObserver(
      (entries) => setNear(entries.some((entry) => entry.isIntersecting)),
      { root: scroller, rootMargin: '100% 0px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])

  useEffect(() => {
    if (!near) return undefined
    let stop = () => {}
    let stopped = false
    const draw = async () => {
      const page = await pdf.getPage(number)
      if (stopped) return
      const natural = page.getViewport({ scale: 1 })
      setSize({ width: natural.width, height: natural.height })
      const canvas = document.createElement('canvas')
      const viewport = page.getViewport({ scale: scale * window.devicePixelRatio })
      canvas.width = Math.floor(viewport.width)
      canvas.height = Math.floor(viewport.height)
      const drawing = page.render({ canvas, viewport })
      const words = document.createElement('div')
      const layer = new TextLayer({
        textContentSource: page.streamTextContent(),
        container: words,
        viewport: page.getViewport({ scale }),
      })
      stop = () => {
        drawing.cancel()
        layer.cancel()
      }
      await Promise.all([drawing.promise, layer.render()])
      // The old picture stays until the new one is whole: zooming must not flash.
      picture.current?.replaceChildren(canvas)
      text.current?.replaceChildren(...words.childNodes)
      text.current?.style.setProperty(
        '--min-font-size',
        words.style.getPropertyValue('--min-font-size'),
      )
    }
    draw().catch((error: unknown) => {
      if (!stopped && !(error instanceof RenderingCancelledException)) setFault(true)
    })
    return () => {
      stopped = true
      stop()
    }
  }, [pdf, number, scale, near])

  const style: CSSProperties & Record<'--total-scale-factor', number> = {
    width: Math.floor(size.width * scale),
    height: Math.floor(size.height * scale),
    '--total-scale-factor': scale,
  }
  return (
    <section
      ref={box}
      className={classes.page}
      style={style}
      data-page={number}
      aria-label={`Page ${number} of ${count}`}
    >
      <div ref={picture} aria-hidden="true" style={{ height: '100%' }} />
      <div ref={text} className={classes.text} />
      {fault ? <p role="alert">This page could not be drawn. Save the file to read it.</p> : null}
    </section>
  )
}
