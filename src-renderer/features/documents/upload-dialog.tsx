import { Button, FileButton, Group, Modal, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { RoomDocument } from '../../../src-shared/contract/documents.ts'
import { documentMimes } from '../../../src-shared/contract/enums.ts'
import { api } from '../../rpc/queries.ts'
import { dropTarget } from '../../ui/drop-target.ts'
import { FormError } from '../../ui/form-error.tsx'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { counted } from '../../ui/words.ts'
import classes from './upload.module.css'
import { UploadCard } from './upload-card.tsx'
import { isSendable, useUploadQueue } from './upload-queue.ts'
import { uploadTargets } from './upload-targets.ts'

/** What is known already when somebody starts to upload. */
export interface UploadFor {
  document?: RoomDocument | undefined
  files?: readonly File[]
}

interface UploadDialogProps {
  roomId: string
  documents: readonly RoomDocument[]
  upload: UploadFor
  onClose(): void
}

/** Files, what each of them is, and until when it holds. */
export function UploadDialog({ roomId, documents, upload, onClose }: UploadDialogProps) {
  const { document } = upload
  const types = useQuery(api.documentTypes.list.queryOptions()).data
  const vessels = useQuery(api.roomVessels.list.queryOptions({ input: { room_id: roomId } })).data
  const queue = useUploadQueue(roomId, documents)
  const { items, sending } = queue
  const [tried, setTried] = useState(0)
  const [none, setNone] = useState(false)
  const targets = useMemo(() => uploadTargets(documents, types ?? []), [documents, types])
  const formElement = useFocusFirstError(tried === 0 ? null : tried)
  const addGiven = useEffectEvent(() => queue.add(upload.files ?? [], document))
  useEffect(() => addGiven(), [])

  const add = (files: readonly File[]) => {
    setNone(false)
    queue.add(files, items.length === 0 ? document : undefined)
  }
  const open = items.filter(({ state }) => state !== 'done')
  const close = () => {
    queue.stop()
    onClose()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(tried + 1)
    setNone(items.length === 0)
    if (items.length === 0 || open.some((item) => item.target === null && isSendable(item))) return
    const { taken, refused } = await queue.send()
    setTried((times) => times + 1)
    if (taken > 0) {
      notifications.show({
        message: `${counted(taken, 'file')} uploaded; ${taken === 1 ? 'it waits' : 'they wait'} for a review.`,
      })
    }
    if (refused === 0) onClose()
  }
  return (
    <Modal
      opened
      onClose={close}
      size={640}
      closeOnClickOutside={items.length === 0}
      title={document === undefined ? 'Upload documents' : `Upload ${document.type_name}`}
    >
      <form ref={formElement} onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="sm">
          <FormError message={none ? 'Choose a file first.' : undefined} />
          <Choose first={items.length === 0} closed={sending} onFiles={add} />
          {items.length > 0 && (
            <ul className={classes.cards} aria-label="Files">
              {items.map((item) => (
                <UploadCard
                  key={item.key}
                  item={item}
                  targets={targets}
                  vessels={vessels ?? []}
                  tried={tried > 0}
                  onChange={(part) => queue.change(item.key, part)}
                  onRemove={() => queue.remove(item.key)}
                />
              ))}
            </ul>
          )}
          <Group justify="flex-end" gap="xs" mt="xs">
            <span className={classes.about} style={{ marginInlineEnd: 'auto' }} aria-live="polite">
              {sending && `${items.length - open.length} of ${counted(items.length, 'file')}`}
            </span>
            <Button variant="default" onClick={sending ? queue.stop : close}>
              {sending ? 'Stop' : open.length < items.length ? 'Close' : 'Cancel'}
            </Button>
            <Button type="submit" loading={sending}>
              {open.length < 2 ? 'Upload' : `Upload ${open.length} files`}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface ChooseProps {
  /** Whether nothing has been chosen yet: then it is the largest thing in the dialog. */
  first: boolean
  closed: boolean
  onFiles(files: readonly File[]): void
}

function Choose({ first, closed, onFiles }: ChooseProps) {
  return (
    <div
      className={classes.drop}
      data-small={first ? undefined : true}
      {...dropTarget((files) => !closed && onFiles(files))}
    >
      <FileButton multiple accept={documentMimes.join(',')} onChange={onFiles}>
        {(props) => (
          <Button variant="default" disabled={closed} data-autofocus {...props}>
            {first ? 'Choose files' : 'Add files'}
          </Button>
        )}
      </FileButton>
      <div className={classes.about} style={first ? { marginTop: 8 } : undefined}>
        or drop them here. PDF, JPEG, PNG, TIFF or DOCX, up to 50 MB each.
      </div>
    </div>
  )
}
