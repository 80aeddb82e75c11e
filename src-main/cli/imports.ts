import { openAsBlob } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ImportKind } from '../../src-shared/contract/enums.ts'
import { importHeadBytes, importKindOf } from '../../src-shared/rules/import-kind.ts'
import { DomainError } from '../platform/domain-error.ts'
import { type Answer, table } from './output.ts'
import type { Session } from './session.ts'

async function kindOf(file: string): Promise<ImportKind> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(importHeadBytes))
    return importKindOf(buffer.subarray(0, bytesRead))
  } finally {
    await handle.close()
  }
}

/**
 * `sts import FILE`: takes what a predecessor left, or says what would be taken.
 * @throws BAD_REQUEST when there is no such file or directory
 */
export async function importFile(
  session: Session,
  path: string,
  options: { kind?: ImportKind; dryRun?: boolean; files?: string },
): Promise<Answer> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() !== true) throw new DomainError('BAD_REQUEST', `There is no file ${path}.`)
  const report = await session.client.imports.run({
    file: await fileAt(path),
    kind: options.kind ?? (await kindOf(path)),
    dry_run: options.dryRun === true,
    ...(options.files === undefined ? {} : { files: await filesBelow(options.files) }),
  })
  const tables = Object.entries(report.tables)
  return {
    value: report,
    lines: [
      ...table(
        ['TABLE', 'READ', 'TAKEN', 'CHANGED', 'REFUSED'],
        tables.map(([name, { read, taken, changed, refused }]) => [
          name,
          ...[read, taken, changed, refused].map(String),
        ]),
      ),
      ...(report.issues.length === 0
        ? []
        : [
            '',
            ...table(
              ['TABLE', 'ROW', 'ACTION', 'CODE', 'MESSAGE'],
              report.issues.map((issue) => [
                issue.table,
                issue.row,
                issue.action,
                issue.code,
                issue.message,
              ]),
            ),
          ]),
      ...(report.dry_run ? ['', 'This was a dry run: nothing was changed.'] : []),
    ],
  }
}

const fileAt = async (path: string): Promise<File> =>
  new File([await openAsBlob(path)], basename(path))

async function filesBelow(directory: string): Promise<File[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => {
    throw new DomainError('BAD_REQUEST', `There is no directory ${directory}.`)
  })
  const files: File[] = []
  for (const entry of entries) {
    if (entry.isFile()) files.push(await fileAt(join(entry.parentPath, entry.name)))
  }
  return files
}
