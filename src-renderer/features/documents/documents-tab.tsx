import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconFileOff, IconFileUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { RoomDocument } from '../../../src-shared/contract/documents.ts'
import { documentCategories } from '../../../src-shared/contract/enums.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay, useMayChange } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { useColumnChoice } from '../../state/tables.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { dropTarget } from '../../ui/drop-target.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { DocumentActions } from './document-actions.tsx'
import { documentColumns } from './document-columns.tsx'
import { DocumentDrawer } from './document-drawer.tsx'
import { type DocumentFilter, DocumentFilters, fits } from './document-filters.tsx'
import classes from './documents.module.css'
import { GroupHeading } from './group-heading.tsx'
import { RejectDialog } from './reject-dialog.tsx'
import { UploadDialog, type UploadFor } from './upload-dialog.tsx'

const route = getRouteApi('/shell/rooms/$roomId/$tab')

/** The papers of a room: by category, the most pressing first. */
export function DocumentsTab({ roomId }: { roomId: string }) {
  const { show, category, document: openId } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useQuery(api.documents.list.queryOptions({ input: { room_id: roomId } }))
  const may = useMay(roomId)
  const mayChange = useMayChange(roomId)
  const mayUpload = mayChange('documents.upload')
  const [upload, setUpload] = useState<UploadFor>()
  const [rejecting, setRejecting] = useState<RoomDocument>()
  const choice = useColumnChoice('documents')
  const wide = useMediaQuery('(min-width: 1500px)') ?? false

  const filter: DocumentFilter = { show, category }
  const shown = list.data && inCategories(list.data.filter((document) => fits(document, filter)))
  const change = (part: DocumentFilter & { document?: string | undefined }) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  const drop = (files: readonly File[], document?: RoomDocument) => {
    if (mayUpload.allowed) setUpload({ document, files })
    else notifications.show({ color: 'red', message: mayUpload.reason })
  }
  const actions = (document: RoomDocument) => (
    <DocumentActions
      document={document}
      mayChange={mayChange}
      mayDownload={may('documents.download')}
      onUpload={() => setUpload({ document })}
      onReject={() => setRejecting(document)}
    />
  )
  const uploadButton = (
    <AllowedButton
      variant="default"
      allowed={mayUpload}
      leftSection={<IconFileUpload size={16} aria-hidden />}
      onClick={() => setUpload({})}
    >
      Upload documents
    </AllowedButton>
  )
  const columns = documentColumns(wide, (document) => change({ document: document.id }), actions)
  const open = useMemo(() => list.data?.find(({ id }) => id === openId), [list.data, openId])

  return (
    <div className={classes.tab} {...dropTarget((files) => drop(files))}>
      <DataTable
        label="Documents"
        fill
        columns={columns}
        rows={shown}
        rowId={(document) => document.id}
        error={
          list.error === null
            ? undefined
            : { message: errorSentence(list.error), retry: () => void list.refetch() }
        }
        groupOf={(document) => ({
          id: document.category,
          heading: <GroupHeading category={document.category} documents={list.data ?? []} />,
        })}
        onOpen={(document) => change({ document: document.id })}
        onDropFiles={(document, files) => drop(files, document)}
        empty={
          list.data?.length === 0 ? (
            <EmptyState
              icon={IconFileUpload}
              title="No documents yet"
              text="Drop a file here, or choose one."
              action={uploadButton}
            />
          ) : (
            <EmptyState
              icon={IconFileOff}
              title="No document fits"
              text="None of this room’s documents has these properties."
              action={
                <Button
                  variant="default"
                  onClick={() => change({ show: undefined, category: undefined })}
                >
                  Show all documents
                </Button>
              }
            />
          )
        }
        toolbar={
          <>
            <DocumentFilters documents={list.data ?? []} filter={filter} onChange={change} />
            {uploadButton}
          </>
        }
        {...choice}
      />
      {open !== undefined && (
        <DocumentDrawer
          document={open}
          actions={actions(open)}
          mayDownload={may('documents.download')}
          mayEdit={mayChange('documents.update')}
          mayDelete={mayChange('documents.delete')}
          onClose={() => change({ document: undefined })}
        />
      )}
      {upload !== undefined && (
        <UploadDialog
          roomId={roomId}
          documents={list.data ?? []}
          upload={upload}
          onClose={() => setUpload(undefined)}
        />
      )}
      {rejecting !== undefined && (
        <RejectDialog document={rejecting} onClose={() => setRejecting(undefined)} />
      )}
    </div>
  )
}

/** Together by category; within one they stay in the order of the server, the most pressing first. */
function inCategories(documents: readonly RoomDocument[]): RoomDocument[] {
  const place = (document: RoomDocument) => documentCategories.indexOf(document.category)
  return documents.toSorted((a, b) => place(a) - place(b))
}
