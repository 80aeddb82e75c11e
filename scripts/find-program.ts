import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** @returns the absolute path of a program on the PATH, undefined if it is not there */
export function findProgram(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : ['']
  return folders
    .flatMap((folder) => endings.map((ending) => join(folder, name + ending)))
    .find(isProgram)
}

/** Whether a file is there and may be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
