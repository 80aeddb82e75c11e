import { useRef, useState } from 'react'
import { maxDocumentBytes, type RoomDocument } from '../../../src-shared/contract/documents.ts'
import type { Issue } from '../../../src-shared/contract/errors.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { postForm } from '../../rpc/rest.ts'
import { otherIssues } from '../../ui/issues.ts'
import { suggestDocument } from './suggest-document.ts'

/** What people fill in for one file. */
export interface UploadFields {
  /** `document:<id>` of the room, or `type:<id>` of the catalogue; `null` until it is chosen. */
  target: string | null
  /** Of a document that the room does not have yet; one of the room's has its own. */
  vessel_id: string | null
  /** `YYYY-MM-DD`, or empty. */
  expires_on: string
  notes: string
}

/** One file on its way. */
export interface UploadItem extends UploadFields {
  key: number
  file: File
  state: 'waiting' | 'sending' | 'done' | 'refused'
  /** 0–100, while it is sent. */
  percent: number
  issues: readonly Issue[]
  /** What is wrong with it as a whole. */
  problem: string | undefined
}

export const uploadFieldNames = ['type_id', 'vessel_id', 'expires_on', 'notes']

let lastKey = 0

function itemOf(file: File, target: string | null): UploadItem {
  lastKey += 1
  return {
    key: lastKey,
    file,
    target,
    vessel_id: null,
    expires_on: '',
    notes: '',
    state: 'waiting',
    percent: 0,
    issues: [],
    problem: file.size > maxDocumentBytes ? tooLarge : file.size === 0 ? empty : undefined,
  }
}

const tooLarge = 'A document may have at most 50 MB; this file is larger. Choose a smaller one.'
const empty = 'This file is empty. Choose another one.'

/** Whether a file could be taken at all, whatever people fill in. */
export const isSendable = ({ file }: UploadItem): boolean =>
  file.size > 0 && file.size <= maxDocumentBytes

/**
 * Files on their way into a room, one after the other: each has its own document, progress and
 * refusal, and one that is refused does not hold up the others.
 *
 * @param documents those of the room, among which new files look for theirs
 */
export function useUploadQueue(roomId: string, documents: readonly RoomDocument[]) {
  const [items, setItems] = useState<readonly UploadItem[]>([])
  const [sending, setSending] = useState(false)
  const stop = useRef<AbortController>(undefined)
  const change = (key: number, part: Partial<UploadItem>) =>
    setItems((old) => old.map((item) => (item.key === key ? { ...item, ...part } : item)))

  /** @param document what they are, when that is known: of many files it is the first */
  const add = (files: readonly File[], document?: RoomDocument) =>
    setItems((old) => [
      ...old,
      ...files.map((file, index) => {
        const id = index === 0 && document ? document.id : suggestDocument(file.name, documents)
        return itemOf(file, id === undefined ? null : `document:${id}`)
      }),
    ])

  /** @returns how many have been taken; what was refused says why and stays */
  const send = async (): Promise<{ taken: number; refused: number }> => {
    const controller = new AbortController()
    stop.current = controller
    setSending(true)
    const outcome = { taken: 0, refused: 0 }
    for (const item of items) {
      if (item.state === 'done') continue
      if (controller.signal.aborted || !isSendable(item)) {
        outcome.refused += 1
        continue
      }
      change(item.key, { state: 'sending', percent: 0, issues: [], problem: undefined })
      const part = await sent(item, controller.signal)
      change(item.key, part)
      if (part.state === 'done') outcome.taken += 1
      else outcome.refused += 1
    }
    setSending(false)
    if (outcome.taken > 0) await roomChanged(roomId)
    return outcome
  }

  async function sent(item: UploadItem, signal: AbortSignal): Promise<Partial<UploadItem>> {
    const form = formOf(item, documents)
    try {
      await postForm(
        `/api/v1/rooms/${roomId}/documents`,
        form,
        (percent) => change(item.key, { percent }),
        signal,
      )
      return { state: 'done', percent: 100 }
    } catch (error) {
      if (signal.aborted) return { state: 'waiting', percent: 0 }
      const issues = errorIssues(error)
      const whole =
        issues.length > 0 ? otherIssues(issues, uploadFieldNames).join(' ') : errorSentence(error)
      return { state: 'refused', issues, problem: whole === '' ? undefined : whole }
    }
  }

  return {
    items,
    sending,
    add,
    change,
    remove: (key: number) => setItems((old) => old.filter((item) => item.key !== key)),
    send,
    /** What has been taken stays; the file on its way does not arrive. */
    stop: () => stop.current?.abort(),
  }
}

/** What was filled in, as a form with a file. */
function formOf(item: UploadItem, documents: readonly RoomDocument[]): FormData {
  const [kind, id] = (item.target ?? '').split(':')
  const document = kind === 'document' ? documents.find((one) => one.id === id) : undefined
  const fields = {
    type_id: document?.type_id ?? id,
    vessel_id: document === undefined ? item.vessel_id : document.vessel_id,
    expires_on: item.expires_on,
    notes: item.notes.trim(),
  }
  const form = new FormData()
  form.append('file', item.file, item.file.name)
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value)
  return form
}
