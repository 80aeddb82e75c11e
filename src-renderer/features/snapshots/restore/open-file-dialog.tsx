import { Button, Checkbox, FileButton, Group, Modal, Stack, Text } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  maxModelBytes,
  type Restored,
  restoredSchema,
} from '../../../../src-shared/contract/snapshots.ts'
import { errorIssues, errorSentence, RestError } from '../../../rpc/errors.ts'
import { postForm } from '../../../rpc/rest.ts'
import { AllowedButton } from '../../../ui/allowed-button.tsx'
import { BytesText } from '../../../ui/bytes-text.tsx'
import { dropTarget } from '../../../ui/drop-target.ts'
import { FormError } from '../../../ui/form-error.tsx'
import { issueOf } from '../../../ui/issues.ts'
import { Notice } from '../../../ui/notice.tsx'
import { NewRoomFacts } from './new-room-facts.tsx'
import { RestoredView } from './restored-view.tsx'
import { Step } from './step.tsx'
import { afterRestore } from './use-restore.ts'

async function openFile({ file, override }: { file: File; override: boolean }): Promise<Restored> {
  if (file.size > maxModelBytes) {
    throw new RestError('PAYLOAD_TOO_LARGE', 'A JSON snapshot may have at most 50 MB.', {})
  }
  const form = new FormData()
  form.set('file', file)
  form.set('override', String(override))
  const answer = await postForm(
    '/api/v1/snapshots/open',
    form,
    () => {},
    new AbortController().signal,
  )
  return restoredSchema.parse(answer)
}

/**
 * Opens a JSON snapshot from a file as a new room. One that this workspace did not make as it is
 * needs a word of one's own.
 */
export function OpenFileDialog(props: {
  /** Already chosen, by dropping it. */
  file?: File | undefined
  onClose: () => void
}) {
  const { onClose } = props
  const [file, setFile] = useState<File | undefined>(props.file)
  const [understood, setUnderstood] = useState(false)
  const open = useMutation({ mutationFn: openFile, onSuccess: afterRestore })
  const isForeign = issueOf(errorIssues(open.error), 'override') !== undefined
  const take = (one: File | null | undefined) => {
    if (one === null || one === undefined) return
    open.reset()
    setUnderstood(false)
    setFile(one)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (file !== undefined && (!isForeign || understood)) {
      open.mutate({ file, override: isForeign && understood })
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      closeOnEscape={!open.isPending}
      title="Open a JSON snapshot as a new room"
      size={600}
    >
      {open.data !== undefined ? (
        <RestoredView restored={open.data} onClose={onClose} />
      ) : (
        <form onSubmit={submit} {...dropTarget(([one]) => take(one))}>
          <Step>
            <Stack gap="md">
              <Group gap="sm">
                <FileButton accept=".json,application/json" onChange={take}>
                  {(button) => (
                    <Button
                      variant="default"
                      leftSection={<IconFileImport size={16} aria-hidden />}
                      {...button}
                    >
                      {file === undefined ? 'Choose a file' : 'Choose another file'}
                    </Button>
                  )}
                </FileButton>
                <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                  {file === undefined ? (
                    'or drop it here.'
                  ) : (
                    <>
                      {file.name}, <BytesText bytes={file.size} />
                    </>
                  )}
                </Text>
              </Group>
              {isForeign ? (
                <>
                  <Notice tone="red" title="Not as this workspace made it">
                    No snapshot here has these bytes: the file was made elsewhere, or edited since.
                    What it says proves nothing.
                  </Notice>
                  <Checkbox
                    checked={understood}
                    onChange={(event) => setUnderstood(event.currentTarget.checked)}
                    label="Open it all the same. The audit trail will say that it is not a known file."
                  />
                </>
              ) : (
                <FormError message={open.error === null ? undefined : errorSentence(open.error)} />
              )}
              <NewRoomFacts />
              <Group justify="flex-end" gap="xs">
                <Button variant="default" disabled={open.isPending} onClick={onClose}>
                  Cancel
                </Button>
                <AllowedButton
                  type="submit"
                  loading={open.isPending}
                  allowed={mayOpen(file, isForeign, understood)}
                >
                  {isForeign ? 'Open all the same' : 'Open as a new room'}
                </AllowedButton>
              </Group>
            </Stack>
          </Step>
        </form>
      )}
    </Modal>
  )
}

function mayOpen(file: File | undefined, isForeign: boolean, understood: boolean) {
  if (file === undefined) return { allowed: false, reason: 'Choose the file first.' }
  if (isForeign && !understood) {
    return { allowed: false, reason: 'Tick “Open it all the same” first.' }
  }
  return { allowed: true, reason: '' }
}
