import { useEffect } from 'react'
import { lockSession, showPresence, useMe } from '../rpc/session.ts'
import { useLock } from '../state/lock.ts'

const lookMillis = 5_000
const presenceMillis = 60_000
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/**
 * Locks the session when nobody has touched the screen for as long as the workspace's setting says,
 * and tells the door now and then that somebody has: reading a long page asks it for nothing.
 */
export function useIdleLock(): void {
  const minutes = useMe()?.idle_lock_minutes
  useEffect(() => {
    if (minutes === undefined) return
    const patience = minutes * 60_000
    let touched = performance.now()
    let told = touched
    const touch = () => {
      touched = performance.now()
    }
    const look = () => {
      if (useLock.getState().locked) return touch()
      const now = performance.now()
      if (now - touched >= patience) {
        // Whether or not the door hears it now: it locks what has not been used by itself.
        lockSession().catch(() => {})
      } else if (touched > told && now - told >= Math.min(presenceMillis, patience / 2)) {
        told = now
        showPresence()
      }
    }
    for (const sign of signs) window.addEventListener(sign, touch, { passive: true })
    const timer = window.setInterval(look, lookMillis)
    return () => {
      window.clearInterval(timer)
      for (const sign of signs) window.removeEventListener(sign, touch)
    }
  }, [minutes])
}
