import { useEffect, useState } from 'react'

const everyMs = 30_000

/** The present moment in epoch ms, a new one twice a minute: for “paused”, “in 3 h”, “so far”. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), everyMs)
    return () => window.clearInterval(timer)
  }, [])
  return now
}
