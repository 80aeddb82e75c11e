import type { DragEvent } from 'react'

interface DropTarget {
  onDragOver(event: DragEvent<HTMLElement>): void
  onDragLeave(event: DragEvent<HTMLElement>): void
  onDrop(event: DragEvent<HTMLElement>): void
}

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')

/** Lets files be dropped on an element, which is marked `data-dropping` while they hover over it. */
export function dropTarget(take: (files: readonly File[]) => void): DropTarget {
  return {
    onDragOver: (event) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      event.stopPropagation()
      event.currentTarget.dataset['dropping'] = ''
    },
    onDragLeave: (event) => {
      delete event.currentTarget.dataset['dropping']
    },
    onDrop: (event) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      event.stopPropagation()
      delete event.currentTarget.dataset['dropping']
      const files = [...event.dataTransfer.files]
      if (files.length > 0) take(files)
    },
  }
}
