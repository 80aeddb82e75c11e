import { Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useImportJob } from '../../state/import-job.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { counted, grouped } from '../../ui/words.ts'
import classes from './imports.module.css'

/** What is being done with the file, and since when. */
export function RunningImport() {
  const { doing, sent, rows, file } = useImportJob()
  const seconds = useSeconds()
  const isCopied = sent === 100 || rows !== null
  return (
    <div className={classes.running} role="status">
      <Text fw={500}>
        {!isCopied
          ? `Copying ${file?.name ?? 'the file'} into the workspace`
          : doing === 'import'
            ? 'Importing its rows'
            : 'Reading its rows'}
      </Text>
      {isCopied ? (
        <Text size="sm" c="dimmed">
          {doing === 'import'
            ? 'In one change: all of them, or none. You may leave this screen; it goes on.'
            : 'Nothing is changed by this.'}{' '}
          <span aria-hidden>
            {rows === null || rows.total === 0 ? '' : `${rowsInWords(rows)}, `}
            {seconds} s
          </span>
        </Text>
      ) : (
        <ProgressBar value={sent} label="Copied" width={240} />
      )}
    </div>
  )
}

const rowsInWords = ({ read, total }: { read: number; total: number }): string =>
  `${grouped(String(read))} of ${counted(total, 'row')}`

/** Whole seconds since this came on the screen. */
function useSeconds(): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const from = performance.now()
    const timer = window.setInterval(
      () => setSeconds(Math.floor((performance.now() - from) / 1000)),
      1000,
    )
    return () => window.clearInterval(timer)
  }, [])
  return seconds
}
