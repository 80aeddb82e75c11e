import path from 'node:path'
import type { BaseWindow, Dialog, Session, Shell } from 'electron'
import type { OwnOrigin } from './origin.ts'
import type { DesktopHost } from './services.ts'

export interface DialogParts {
  dialog: Pick<Dialog, 'showSaveDialog' | 'showOpenDialog'>
  shell: Pick<Shell, 'showItemInFolder'>
  /** The window that a dialog belongs to; `undefined` while there is none. */
  window(): BaseWindow | undefined
  /** Where a save dialog opens. */
  downloadsDir: string
}

/** Save and folder dialogs of the operating system. */
export function desktopHost(parts: DialogParts): DesktopHost {
  const { dialog } = parts
  return {
    async saveAs(defaultName) {
      const options = {
        defaultPath: path.join(parts.downloadsDir, safeFileName(defaultName)),
        properties: SAVE_PROPERTIES,
      }
      const window = parts.window()
      const answer = await (window === undefined
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(window, options))
      return answer.canceled || answer.filePath === '' ? undefined : answer.filePath
    },
    async chooseFolder() {
      const options = {
        defaultPath: parts.downloadsDir,
        properties: ['openDirectory' as const, 'createDirectory' as const],
      }
      const window = parts.window()
      const answer = await (window === undefined
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(window, options))
      return answer.canceled ? undefined : answer.filePaths[0]
    },
    showInFolder(file) {
      parts.shell.showItemInFolder(file)
    },
  }
}

const SAVE_PROPERTIES: ('createDirectory' | 'showOverwriteConfirmation')[] = [
  'createDirectory',
  'showOverwriteConfirmation',
]

/**
 * Downloads that the page starts (links to `/api/…/download`) ask where to go; downloads of
 * anything that isn't ours do not happen.
 */
export function askWhereDownloadsGo(
  session: Pick<Session, 'on'>,
  own: OwnOrigin,
  downloadsDir: string,
): void {
  session.on('will-download', (event, item) => {
    const url = item.getURL()
    if (!own.ownsUrl(url.startsWith('blob:') ? url.slice('blob:'.length) : url)) {
      event.preventDefault()
      return
    }
    item.setSaveDialogOptions({
      defaultPath: path.join(downloadsDir, safeFileName(item.getFilename())),
      properties: SAVE_PROPERTIES,
    })
  })
}

/**
 * A file name out of a name that people gave: no folders, nothing that a file system reads as
 * something else, at most 150 characters.
 */
export function safeFileName(name: string): string {
  const cleaned = name
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*]+/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(-150)
  return cleaned === '' ? 'download' : cleaned
}
