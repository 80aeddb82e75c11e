import { Drawer, Group, Title } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { RoomDocument } from '../../../src-shared/contract/documents.ts'
import type { Allowed } from '../../rpc/permissions.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { BytesText } from '../../ui/bytes-text.tsx'
import { Mono } from '../../ui/mono.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { inWords } from '../../ui/words.ts'
import { DeleteDocumentDialog } from './delete-document-dialog.tsx'
import { Download } from './document-actions.tsx'
import { Expiry, weightInWords } from './document-columns.tsx'
import classes from './documents.module.css'
import { EditDocumentDialog } from './edit-document-dialog.tsx'

interface DocumentDrawerProps {
  document: RoomDocument
  actions: ReactNode
  mayDownload: Allowed
  mayEdit: Allowed
  mayDelete: Allowed
  onClose(): void
}

/** Everything about one document, and every file that it has had. */
export function DocumentDrawer(props: DocumentDrawerProps) {
  const { document, actions, mayDownload, mayEdit, mayDelete, onClose } = props
  const [asking, setAsking] = useState<'edit' | 'delete'>()
  const facts: [string, ReactNode][] = [
    ['Vessel', document.vessel_name ?? 'The room'],
    ['Category', inWords(document.category)],
    ['Weight', weightInWords(document)],
    ['Priority', inWords(document.priority)],
    ['Expires', <Expiry key="expires" document={document} />],
    ['Uploaded', <Done key="up" at={document.uploaded_at} by={document.uploaded_by} />],
    ['Reviewed', <Done key="re" at={document.reviewed_at} by={document.reviewed_by} />],
    ['Review note', document.review_note],
    ['Notes', document.notes],
  ]
  return (
    <Drawer
      opened
      onClose={onClose}
      // Escape belongs to the dialog in front of it.
      closeOnEscape={asking === undefined}
      position="right"
      size={480}
      title={document.type_name}
      styles={{ title: { fontSize: 16, fontWeight: 600 } }}
    >
      <div className={classes.version} style={{ marginBottom: 12 }}>
        <StatusBadge kind="document" status={document.status} />
        {actions}
      </div>
      <Group gap="xs" mb="sm">
        <AllowedButton
          variant="default"
          size="xs"
          allowed={mayEdit}
          leftSection={<IconPencil size={14} aria-hidden />}
          onClick={() => setAsking('edit')}
        >
          Edit
        </AllowedButton>
        <AllowedButton
          variant="default"
          size="xs"
          allowed={mayDelete}
          leftSection={<IconTrash size={14} aria-hidden />}
          onClick={() => setAsking('delete')}
        >
          Delete
        </AllowedButton>
      </Group>
      <dl className={classes.facts}>
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => [
            <dt key={`${name} name`}>{name}</dt>,
            <dd key={`${name} value`}>{value}</dd>,
          ])}
      </dl>
      <Title order={3} mb={8}>
        Versions
      </Title>
      {document.versions.length === 0 ? (
        <p className={classes.quiet}>No file has been uploaded yet.</p>
      ) : (
        <ol className={classes.versions} aria-label="Versions, newest first">
          {document.versions.map((version) => (
            <li key={version.id}>
              <div className={classes.version}>
                <strong>{version.file_name}</strong>
                <Download
                  document={document}
                  version={version.id}
                  label={`Download ${version.file_name}`}
                  allowed={mayDownload}
                />
              </div>
              <div className={classes.beside}>
                <BytesText bytes={version.size_bytes} />
                <TimeText at={version.created_at} />
                <span className={classes.quiet}>{version.created_by}</span>
              </div>
              <div className={classes.beside}>
                <span className={classes.quiet}>SHA-256</span>
                <Mono text={version.sha256} first={12} copy="SHA-256" />
              </div>
            </li>
          ))}
        </ol>
      )}
      {asking === 'edit' && (
        <EditDocumentDialog document={document} onClose={() => setAsking(undefined)} />
      )}
      {asking === 'delete' && (
        <DeleteDocumentDialog
          document={document}
          onClose={() => setAsking(undefined)}
          onDeleted={onClose}
        />
      )}
    </Drawer>
  )
}

function Done({ at, by }: { at: string | null; by: string | null }) {
  if (at === null) return <span className={classes.quiet}>Not yet</span>
  return (
    <>
      <TimeText at={at} />
      {by === null ? '' : `, ${by}`}
    </>
  )
}
