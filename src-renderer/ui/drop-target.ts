import type { DragEvent } from 'react'

interface DropTarget {
  'data-takes-files': string
  onDragOver(event: DragEvent<HTMLElement>): void
  onDragLeave(event: DragEvent<HTMLElement>): void
  onDrop(event: DragEvent<HTMLElement>): void
}

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')

/** Finds the elements that take files. */
export const takesFiles = '[data-takes-files]'

/** Lets files be dropped on an element, which is marked `data-dropping` while they hover over it. */
export function dropTarget(take: (files: readonly File[]) => void): DropTarget {
  return {
    'data-takes-files': '',
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
