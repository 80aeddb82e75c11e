import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Rectangle } from 'electron'
import { z } from 'zod'

/** The smallest window in which every screen is usable, in device-independent pixels. */
export const MIN_SIZE = { width: 1024, height: 700 } as const

const DEFAULT_SIZE = { width: 1280, height: 840 } as const

/** So much of the title bar must be on a display for people to be able to take hold of it. */
const GRIP = { width: 120, height: 24 } as const

const coordinate = z.int().min(-100_000).max(100_000)
const windowStateSchema = z.strictObject({
  bounds: z.strictObject({
    x: coordinate,
    y: coordinate,
    width: z.int().min(1).max(100_000),
    height: z.int().min(1).max(100_000),
  }),
  maximized: z.boolean(),
})

/** Where the window was: its normal bounds, and whether it filled the display. */
export type WindowState = z.infer<typeof windowStateSchema>

/** Bounds for a new window; without x and y it is centred. */
export interface OpeningState {
  bounds: { x?: number; y?: number; width: number; height: number }
  maximized: boolean
}

/**
 * Reads the remembered state. A file that is missing, damaged or from somewhere else counts as
 * nothing remembered.
 */
export function readWindowState(file: string): WindowState | undefined {
  try {
    return windowStateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** Writes beside and renames, so that a crash leaves the old state or the new one. */
export function writeWindowState(file: string, state: WindowState): void {
  const temporary = `${file}.new`
  writeFileSync(temporary, `${JSON.stringify(state)}\n`)
  renameSync(temporary, file)
}

/**
 * Where to open the window.
 * @param workAreas the work areas of the displays that are there now; a remembered place that
 *                  none of them shows is forgotten, its size is kept
 */
export function openingState(
  remembered: WindowState | undefined,
  workAreas: readonly Rectangle[],
): OpeningState {
  if (remembered === undefined) return { bounds: { ...DEFAULT_SIZE }, maximized: false }
  const { bounds, maximized } = remembered
  const size = {
    width: Math.max(bounds.width, MIN_SIZE.width),
    height: Math.max(bounds.height, MIN_SIZE.height),
  }
  const reachable = workAreas.some((area) => showsGrip(area, bounds))
  return { bounds: reachable ? { x: bounds.x, y: bounds.y, ...size } : size, maximized }
}

function showsGrip(area: Rectangle, bounds: Rectangle): boolean {
  const left = Math.max(area.x, bounds.x)
  const right = Math.min(area.x + area.width, bounds.x + bounds.width)
  const titleBarInside = bounds.y >= area.y && bounds.y + GRIP.height <= area.y + area.height
  return titleBarInside && right - left >= GRIP.width
}
