import { ActionIcon, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCheck, IconDownload, IconFileUpload, IconX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { RoomDocument } from '../../../src-shared/contract/documents.ts'
import type { Permission } from '../../../src-shared/contract/permissions.ts'
import { roomChanged } from '../../rpc/events.ts'
import type { Allowed } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { tellFailure } from '../../rpc/tell-failure.ts'
import { AllowedIcon } from '../../ui/allowed-icon.tsx'
import classes from './documents.module.css'

interface DocumentActionsProps {
  document: RoomDocument
  mayChange(permission: Permission): Allowed
  mayDownload: Allowed
  onUpload(): void
  onReject(): void
}

/** What one does with a document: review it, take its file, or give it a new one. */
export function DocumentActions(props: DocumentActionsProps) {
  const { document, mayChange, mayDownload, onUpload, onReject } = props
  const approve = useMutation(
    api.documents.approve.mutationOptions({
      onSuccess: async () => {
        notifications.show({ message: `${document.type_name} is approved.` })
        await roomChanged(document.room_id)
      },
      onError: tellFailure,
    }),
  )
  const name = [document.type_name, document.vessel_name].filter(Boolean).join(', ')
  return (
    <span className={classes.actions}>
      {document.status === 'under_review' && (
        <>
          <AllowedIcon
            icon={IconCheck}
            label={`Approve ${name}`}
            allowed={mayChange('documents.approve')}
            loading={approve.isPending}
            onClick={() => approve.mutate({ room_id: document.room_id, document_id: document.id })}
          />
          <AllowedIcon
            icon={IconX}
            label={`Reject ${name}`}
            allowed={mayChange('documents.reject')}
            onClick={onReject}
          />
        </>
      )}
      {document.versions.length > 0 && (
        <Download document={document} label={`Download ${name}`} allowed={mayDownload} />
      )}
      <AllowedIcon
        icon={IconFileUpload}
        label={`Upload ${name}`}
        allowed={mayChange('documents.upload')}
        onClick={onUpload}
      />
    </span>
  )
}

interface DownloadProps {
  document: RoomDocument
  /** Without it the newest. */
  version?: string
  label: string
  allowed: Allowed
}

/** A link to a file; bytes go over HTTP, never over the page’s line. */
export function Download({ document, version, label, allowed }: DownloadProps) {
  if (!allowed.allowed) {
    return <AllowedIcon icon={IconDownload} label={label} allowed={allowed} onClick={() => {}} />
  }
  const path = `/api/v1/rooms/${document.room_id}/documents/${document.id}/download`
  return (
    <Tooltip label={label}>
      <ActionIcon
        component="a"
        href={version === undefined ? path : `${path}?version_id=${version}`}
        download
        variant="subtle"
        color="gray"
        size={28}
        aria-label={label}
      >
        <IconDownload size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
