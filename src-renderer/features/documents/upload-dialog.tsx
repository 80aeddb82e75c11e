import {
  Button,
  CloseButton,
  FileButton,
  Group,
  Modal,
  Select,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { maxDocumentBytes, type RoomDocument } from '../../../src-shared/contract/documents.ts'
import { documentMimes } from '../../../src-shared/contract/enums.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { roomChanged } from '../../rpc/events.ts'
import { api } from '../../rpc/queries.ts'
import { postForm } from '../../rpc/rest.ts'
import { BytesText } from '../../ui/bytes-text.tsx'
import { dropTarget } from '../../ui/drop-target.ts'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf, otherIssues } from '../../ui/issues.ts'
import { useFocusFirstError } from '../../ui/use-focus-first-error.ts'
import { inWords } from '../../ui/words.ts'
import classes from './documents.module.css'

/** What is known already when somebody starts to upload. */
export interface UploadFor {
  document?: RoomDocument | undefined
  file?: File
}

interface UploadDialogProps {
  roomId: string
  upload: UploadFor
  onClose(): void
}

const fields = ['file', 'type_id', 'vessel_id', 'expires_on', 'notes']

/** A file, what it is, whose, and until when it holds. */
export function UploadDialog({ roomId, upload, onClose }: UploadDialogProps) {
  const { document } = upload
  const types = useQuery(
    api.documentTypes.list.queryOptions({ enabled: document === undefined }),
  ).data
  const vessels = useQuery(api.roomVessels.list.queryOptions({ input: { room_id: roomId } })).data
  const [file, setFile] = useState(upload.file)
  const [type, setType] = useState(document?.type_id ?? null)
  const [vessel, setVessel] = useState(document?.vessel_id ?? null)
  const [expires, setExpires] = useState('')
  const [notes, setNotes] = useState('')
  const send = useMutation({
    mutationFn: (chosen: File) =>
      postForm(
        `/api/v1/rooms/${roomId}/documents`,
        formOf({ file: chosen, type_id: type, vessel_id: vessel, expires_on: expires, notes }),
      ),
    onSuccess: async (_, chosen) => {
      onClose()
      notifications.show({ message: `${chosen.name} is uploaded and waits for a review.` })
      await roomChanged(roomId)
    },
  })
  const [tried, setTried] = useState(false)
  const issues = errorIssues(send.error)
  const formElement = useFocusFirstError(send.error)
  const whole =
    issues.length > 0
      ? otherIssues(issues, fields).join(' ')
      : send.error && errorSentence(send.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (file !== undefined && type !== null && file.size <= maxDocumentBytes) send.mutate(file)
  }
  const tooLarge = file !== undefined && file.size > maxDocumentBytes
  const fileProblem = tooLarge
    ? 'A document may have at most 50 MB.'
    : tried && file === undefined
      ? 'Choose a file.'
      : issueOf(issues, 'file')
  return (
    <Modal
      opened
      onClose={onClose}
      title={document === undefined ? 'Upload a document' : `Upload ${document.type_name}`}
    >
      <form ref={formElement} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormError message={whole || undefined} />
          <FileField file={file} problem={fileProblem} onFile={setFile} />
          {document === undefined && (
            <Select
              label="Document type"
              required
              searchable
              data={(types ?? [])
                .filter((one) => one.is_active)
                .map(({ id, name, category }) => ({
                  value: id,
                  label: `${name} (${inWords(category).toLowerCase()})`,
                }))}
              value={type}
              error={tried && type === null ? 'Choose what it is.' : issueOf(issues, 'type_id')}
              onChange={setType}
            />
          )}
          {document === undefined ? (
            <Select
              label="Vessel"
              description="Left empty, it belongs to the room."
              clearable
              data={(vessels ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              value={vessel}
              error={issueOf(issues, 'vessel_id')}
              onChange={setVessel}
            />
          ) : (
            document.vessel_name !== null && (
              <TextInput label="Vessel" value={document.vessel_name} readOnly />
            )
          )}
          <TextInput
            label="Expires on"
            description="Left empty, it does not expire."
            type="date"
            value={expires}
            error={issueOf(issues, 'expires_on')}
            onChange={(event) => setExpires(event.currentTarget.value)}
          />
          <Textarea
            label="Notes"
            autosize
            minRows={2}
            maxLength={2000}
            value={notes}
            error={issueOf(issues, 'notes')}
            onChange={(event) => setNotes(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={send.isPending}>
              Upload
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface FileFieldProps {
  file: File | undefined
  problem: string | undefined
  onFile(file: File | undefined): void
}

function FileField({ file, problem, onFile }: FileFieldProps) {
  return (
    <div>
      {file === undefined ? (
        <div className={classes.drop} {...dropTarget(([dropped]) => onFile(dropped))}>
          <FileButton
            accept={documentMimes.join(',')}
            onChange={(chosen) => chosen && onFile(chosen)}
          >
            {(props) => (
              <Button variant="default" data-autofocus {...props}>
                Choose a file
              </Button>
            )}
          </FileButton>
          <div className={classes.quiet} style={{ marginTop: 8 }}>
            or drop it here. PDF, JPEG, PNG, TIFF or DOCX, up to 50 MB.
          </div>
        </div>
      ) : (
        <div className={classes.chosen}>
          <span>
            {file.name}{' '}
            <span className={classes.quiet}>
              <BytesText bytes={file.size} />
            </span>
          </span>
          <CloseButton aria-label="Choose another file" onClick={() => onFile(undefined)} />
        </div>
      )}
      {problem !== undefined && (
        <div role="alert" style={{ color: 'var(--sts-red)', fontSize: 12, marginTop: 4 }}>
          {problem}
        </div>
      )}
    </div>
  )
}

/** What was filled in, as a form with a file. */
function formOf(parts: Record<string, File | string | null>): FormData {
  const form = new FormData()
  for (const [name, part] of Object.entries(parts)) {
    if (part instanceof File) form.append(name, part, part.name)
    else if (part !== null && part.trim() !== '') form.append(name, part.trim())
  }
  return form
}
