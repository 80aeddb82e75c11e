import { Box, Group, Modal, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { Snapshot } from '../../../../src-shared/contract/snapshots.ts'
import { BytesText } from '../../../ui/bytes-text.tsx'
import { RefusedFile } from '../refused-file.tsx'
import { SaveButton } from '../save-button.tsx'
import { fetchSnapshotFile, type SnapshotFile } from '../snapshot-file.ts'
import { formatWords } from '../words.ts'
import { HashMark } from './hash-mark.tsx'

// Each reader is a file of its own: who never looks at a PDF never loads pdf.js.
const PdfView = lazy(() => import('./pdf-view.tsx').then(({ PdfView }) => ({ default: PdfView })))
const JsonView = lazy(() =>
  import('./json-view.tsx').then(({ JsonView }) => ({ default: JsonView })),
)
const CsvView = lazy(() => import('./csv-view.tsx').then(({ CsvView }) => ({ default: CsvView })))

/** Shows a completed snapshot's file inside the window, after checking it against the record. */
export function PreviewDialog({
  snapshot,
  onClose,
}: {
  snapshot: Snapshot | null
  onClose: () => void
}) {
  return (
    <Modal
      opened={snapshot !== null}
      onClose={onClose}
      title={snapshot?.title ?? ''}
      size="min(1320px, 94vw)"
      centered
      styles={{
        content: { height: '92dvh', display: 'flex', flexDirection: 'column', overflow: 'hidden' },
        title: { fontWeight: 600, overflowWrap: 'anywhere' },
        body: { flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' },
      }}
    >
      {snapshot === null ? null : (
        <Preview key={snapshot.id} snapshot={snapshot} onClose={onClose} />
      )}
    </Modal>
  )
}

function Preview({ snapshot, onClose }: { snapshot: Snapshot; onClose: () => void }) {
  const file = useQuery({
    queryKey: ['snapshot file', snapshot.id, snapshot.sha256],
    queryFn: ({ signal }) => fetchSnapshotFile(snapshot, 'inline', signal),
    staleTime: Number.POSITIVE_INFINITY,
    // A file is not kept once it is out of sight: many snapshots would fill the memory.
    gcTime: 0,
    retry: false,
    structuralSharing: false,
  })
  return (
    <>
      <Group justify="space-between" align="center" gap="sm" pb="xs">
        <Group gap="sm">
          <Text size="sm" c="dimmed">
            {formatWords[snapshot.snapshot_type].label}, <BytesText bytes={snapshot.file_size} />
          </Text>
          {file.data === undefined ? null : (
            <HashMark expected={snapshot.sha256} found={file.data.sha256} />
          )}
        </Group>
        <SaveButton snapshot={snapshot} size="xs" />
      </Group>
      <Box style={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
        <Content
          snapshot={snapshot}
          file={file.data}
          error={file.error}
          onAgain={() => void file.refetch()}
          onRetried={onClose}
        />
      </Box>
    </>
  )
}

function Content(props: {
  snapshot: Snapshot
  file: SnapshotFile | undefined
  error: Error | null
  onAgain: () => void
  onRetried: () => void
}) {
  const { snapshot, file, error, onAgain, onRetried } = props
  if (error !== null) return <RefusedFile {...{ snapshot, error, onAgain, onRetried }} />
  const waiting = <Skeleton style={{ flex: 1 }} radius="md" aria-label="Fetching the file" />
  if (file === undefined) return waiting
  // Bytes that are not those of the record are not this snapshot: they are named, never shown.
  if (file.sha256 !== snapshot.sha256) return null
  const view = { bytes: file.bytes, title: snapshot.title }
  return (
    <Suspense fallback={waiting}>
      {snapshot.snapshot_type === 'pdf' ? <PdfView {...view} /> : null}
      {snapshot.snapshot_type === 'json' ? <JsonView {...view} /> : null}
      {snapshot.snapshot_type === 'csv' ? <CsvView {...view} /> : null}
    </Suspense>
  )
}
