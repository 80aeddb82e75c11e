import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BrowserWindow } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bringToFront, giveHabits, windowOptions } from '../../../src-main/electron/window.ts'
import {
  openingState,
  readWindowState,
  type WindowState,
  writeWindowState,
} from '../../../src-main/electron/window-state.ts'
import { BrowserWindowDouble, eventDouble, standIn } from './double.ts'

describe('the options of the window', () => {
  const look = {
    title: 'STS',
    preload: '/opt/preload.cjs',
    icon: '/opt/icon.png',
    dark: false,
    devTools: false,
    opening: { bounds: { width: 1280, height: 840 }, maximized: false },
  }

  it('keep the page in its sandbox', () => {
    expect(windowOptions(look).webPreferences).toEqual({
      preload: '/opt/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    })
  })

  it('start hidden, not below the smallest size, on the ground of the theme', () => {
    expect(windowOptions(look)).toMatchObject({
      show: false,
      minWidth: 1024,
      minHeight: 700,
      backgroundColor: '#ffffff',
    })
    expect(windowOptions({ ...look, dark: true }).backgroundColor).toBe('#10161b')
  })
})

describe('the remembered place', () => {
  let folder: string
  let file: string
  const state: WindowState = {
    bounds: { x: 10, y: 20, width: 1400, height: 900 },
    maximized: true,
  }

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sts-window-'))
    file = path.join(folder, 'window.json')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('is read as it was written, and nothing is left beside it', () => {
    writeWindowState(file, state)
    expect(readWindowState(file)).toEqual(state)
    expect(readdirSync(folder)).toEqual(['window.json'])
  })

  it('survives a write that breaks off', () => {
    writeWindowState(file, state)
    writeFileSync(`${file}.new`, '{"bounds":')
    expect(readWindowState(file)).toEqual(state)
  })

  it.each([
    '',
    '{"bounds":',
    'null',
    '[]',
    '{"maximized":true}',
    '{"bounds":{"x":"1","y":2,"width":3,"height":4},"maximized":true}',
    '{"bounds":{"x":1,"y":2,"width":-3,"height":4},"maximized":true}',
    '{"bounds":{"x":1,"y":2,"width":1e99,"height":4},"maximized":true}',
    '{"bounds":{"x":1,"y":2,"width":3,"height":4},"maximized":true,"more":1}',
  ])('is forgotten when the file says %j', (text) => {
    writeFileSync(file, text)
    expect(readWindowState(file)).toBeUndefined()
  })

  it('is nothing when there is no file', () => {
    expect(readWindowState(file)).toBeUndefined()
  })

  const laptop = { x: 0, y: 25, width: 1440, height: 875 }
  const second = { x: 1440, y: 0, width: 1920, height: 1080 }
  const at = (x: number, y: number, width = 1200, height = 800): WindowState => ({
    bounds: { x, y, width, height },
    maximized: false,
  })

  it('is taken where a display shows it', () => {
    expect(openingState(at(1500, 100), [laptop, second]).bounds).toEqual({
      x: 1500,
      y: 100,
      width: 1200,
      height: 800,
    })
  })

  it.each([
    ['on a display that is gone', at(1500, 100)],
    ['left of every display', at(-1150, 100)],
    ['with its title bar above the work area', at(100, 0)],
    ['below the work area', at(100, 890)],
  ])('%s is forgotten, its size is kept', (_name, remembered) => {
    expect(openingState(remembered, [laptop])).toEqual({
      bounds: { width: 1200, height: 800 },
      maximized: false,
    })
  })

  it('is never smaller than the smallest window', () => {
    expect(openingState(at(100, 100, 300, 200), [laptop]).bounds).toEqual({
      x: 100,
      y: 100,
      width: 1024,
      height: 700,
    })
  })

  it('is centred at a default size the first time', () => {
    expect(openingState(undefined, [laptop])).toEqual({
      bounds: { width: 1280, height: 840 },
      maximized: false,
    })
  })

  it('is stored as plain JSON', () => {
    writeWindowState(file, state)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(state)
  })
})

describe('the habits of the window', () => {
  let window: BrowserWindowDouble
  let remember: ReturnType<typeof vi.fn<(state: WindowState) => void>>
  let keep: boolean

  beforeEach(() => {
    window = new BrowserWindowDouble()
    remember = vi.fn<(state: WindowState) => void>()
    keep = false
  })
  const settle = (maximized = false): void =>
    giveHabits(standIn<BrowserWindow>(window), { maximized, keepInTray: () => keep, remember })

  it('shows itself only when it has something to show', () => {
    settle()
    expect(window.show).not.toHaveBeenCalled()
    window.emit('ready-to-show')
    expect(window.show).toHaveBeenCalledTimes(1)
    expect(window.maximize).not.toHaveBeenCalled()
  })

  it('fills the display again when it did before', () => {
    settle(true)
    window.emit('ready-to-show')
    expect(window.maximize).toHaveBeenCalledTimes(1)
  })

  it('shows itself when the page fails to load, but not when only a frame does', () => {
    settle()
    window.webContents.emit('did-fail-load', eventDouble({}), -6, 'ERR', 'app://sts/x', false)
    expect(window.show).not.toHaveBeenCalled()
    window.webContents.emit('did-fail-load', eventDouble({}), -6, 'ERR', 'app://sts/', true)
    expect(window.show).toHaveBeenCalledTimes(1)
  })

  it('remembers its place when it closes', () => {
    settle()
    window.maximized = true
    const event = eventDouble({})
    window.emit('close', event)
    expect(remember).toHaveBeenCalledWith({ bounds: window.bounds, maximized: true })
    expect(event.defaultPrevented).toBe(false)
  })

  it('hides in the tray instead of closing only while the setting says so', () => {
    settle()
    keep = true
    const hidden = eventDouble({})
    window.emit('close', hidden)
    expect(hidden.defaultPrevented).toBe(true)
    expect(window.hide).toHaveBeenCalledTimes(1)

    keep = false
    const closed = eventDouble({})
    window.emit('close', closed)
    expect(closed.defaultPrevented).toBe(false)
  })

  it('comes to the front from the task bar', () => {
    window.minimized = true
    bringToFront(standIn<BrowserWindow>(window))
    expect(window.restore).toHaveBeenCalledTimes(1)
    expect(window.show).toHaveBeenCalledTimes(1)
    expect(window.focus).toHaveBeenCalledTimes(1)
  })
})
