import { useEffect, useState } from 'react'
import { useLock } from '../state/lock.ts'
import { droppedFiles, useVerifyFile } from '../state/verify-file.ts'
import { takesFiles } from '../ui/drop-target.ts'
import classes from './window-drop.module.css'

/** After how many milliseconds without a sign a drag has left; a hovering one tells each 50. */
const leftAfter = 300

/**
 * Takes files that are dropped anywhere on the window and on nothing that wants them itself, and
 * verifies them. Whatever else happens, the window never leaves for a file.
 */
export function WindowDrop() {
  const hovering = useWindowDrop()
  if (!hovering) return null
  return (
    <div className={classes.veil} aria-hidden>
      <p>
        Drop to verify
        <span>Is it a snapshot of this workspace, and unaltered?</span>
      </p>
    </div>
  )
}

/** @returns whether files hover where the window itself would take them */
function useWindowDrop(): boolean {
  const [hovering, setHovering] = useState(false)
  useEffect(() => {
    let timer: number | undefined
    const end = () => {
      window.clearTimeout(timer)
      setHovering(false)
    }
    // Targets of their own stop these events: what comes here, nobody else has taken.
    const onDragOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      if (!isOpenToDrops()) {
        if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none'
        end()
        return
      }
      window.clearTimeout(timer)
      timer = window.setTimeout(() => setHovering(false), leftAfter)
      setHovering(true)
    }
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      end()
      if (event.dataTransfer === null || !isOpenToDrops()) return
      const files = droppedFiles(event.dataTransfer)
      if (files.length > 0) useVerifyFile.getState().open(files)
    }
    window.addEventListener('dragover', onDragOver)
    window.addEventListener('drop', onDrop)
    return () => {
      end()
      window.removeEventListener('dragover', onDragOver)
      window.removeEventListener('drop', onDrop)
    }
  }, [])
  return hovering
}

const holdsFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes('Files') === true

/** Not behind the lock, and not beside the target of an open dialog, which a hand may miss. */
const isOpenToDrops = (): boolean =>
  !useLock.getState().locked && document.querySelector(`[role="dialog"] ${takesFiles}`) === null
