import { notifications } from '@mantine/notifications'
import type { ImportKind } from '../../../src-shared/contract/enums.ts'
import {
  type ImportReport,
  importReportSchema,
  maxImportBytes,
} from '../../../src-shared/contract/imports.ts'
import { importHeadBytes, importKindOf } from '../../../src-shared/rules/import-kind.ts'
import { RestError } from '../../rpc/errors.ts'
import { queryClient } from '../../rpc/queries.ts'
import { postForm } from '../../rpc/rest.ts'
import { type ImportJob, noImport, useImportJob } from '../../state/import-job.ts'
import { bytesInWords } from '../../ui/bytes-text.tsx'
import { counted } from '../../ui/words.ts'
import { totalOf } from './words.ts'

/** The request on its way: a newer one stops it. */
let current = new AbortController()

/** Takes a file, guesses what it is, and asks what an import of it would do. */
export async function chooseFile(file: File): Promise<void> {
  current.abort()
  useImportJob.setState({ ...noImport, file, doing: 'dry_run' }, true)
  const head = await file
    .slice(0, importHeadBytes)
    .arrayBuffer()
    .catch(() => undefined)
  if (useImportJob.getState().file !== file) return
  if (head === undefined) {
    const sentence = 'The file could not be read. If it is a folder, choose the file in it.'
    useImportJob.setState({ doing: null, error: new RestError('BAD_REQUEST', sentence, {}) })
    return
  }
  useImportJob.setState({ kind: importKindOf(new Uint8Array(head)) })
  await ask('dry_run')
}

/** Reads the file as another kind, or with other files of documents: the dry run is made anew. */
export async function changeImport(part: {
  kind?: ImportKind
  documents?: readonly File[]
}): Promise<void> {
  useImportJob.setState(part)
  await ask('dry_run')
}

/** Imports the file whose dry run is on the screen. */
export const importNow = (): Promise<void> => ask('import')

/** Lets the file go. What is being imported already goes on; its report is among the past imports. */
export function forgetImport(): void {
  current.abort()
  useImportJob.setState(noImport, true)
}

async function ask(doing: 'dry_run' | 'import'): Promise<void> {
  const { file, kind, documents } = useImportJob.getState()
  if (file === null) return
  current.abort()
  const own = new AbortController()
  current = own
  const isMine = () => current === own && useImportJob.getState().file === file
  const set = (part: Partial<ImportJob>) => {
    if (isMine()) useImportJob.setState(part)
  }
  set({ doing, sent: 0, rows: null, error: null, ...(doing === 'dry_run' ? { report: null } : {}) })
  try {
    const given = kind === 'sts_clearance' ? documents : []
    checkSizes(file, given)
    const form = new FormData()
    form.append('file', file, file.name)
    form.append('kind', kind)
    form.append('dry_run', String(doing === 'dry_run'))
    for (const document of given) form.append('files[]', document, document.name)
    const answer = await postForm('/api/v1/imports', form, (sent) => set({ sent }), own.signal)
    const report = importReportSchema.parse(answer)
    set({ doing: null, report })
    if (doing === 'import' && isMine()) await tell(file.name, report)
  } catch (error) {
    if (!own.signal.aborted) set({ doing: null, error })
  }
}

/** @throws RestError for what no import can take, before it is sent */
function checkSizes(file: File, documents: readonly File[]): void {
  if (file.size === 0) {
    throw new RestError('BAD_REQUEST', 'The file is empty. Choose another one.', {})
  }
  const bytes = documents.reduce((sum, { size }) => sum + size, file.size)
  if (bytes <= maxImportBytes) return
  const sentence =
    documents.length === 0
      ? `The file has ${bytesInWords(bytes)}; an import may have at most 500 MB.`
      : `The file and its documents have ${bytesInWords(bytes)} together; at most 500 MB can be taken here. “sts import FILE --files DIR” takes more.`
  throw new RestError('PAYLOAD_TOO_LARGE', sentence, {})
}

/** Says that it is done, wherever people are by now, and lets the screens ask again. */
async function tell(name: string, report: ImportReport): Promise<void> {
  const { taken, changed } = totalOf(report.tables)
  notifications.show({ message: `${counted(taken + changed, 'row')} of ${name} imported.` })
  await queryClient.invalidateQueries()
}
