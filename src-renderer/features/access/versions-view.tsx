import { Button, Group, Modal, Stack, Text, Textarea, Title } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useMemo, useState } from 'react'
import type { MatrixVersion } from '../../../src-shared/contract/access.ts'
import { errorIssues, errorSentence } from '../../rpc/errors.ts'
import { type Allowed, useMay } from '../../rpc/permissions.ts'
import { api, queryClient } from '../../rpc/queries.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import type { DataColumn } from '../../ui/data-column.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { issueOf } from '../../ui/issues.ts'
import type { PageSize } from '../../ui/pager.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { counted } from '../../ui/words.ts'
import { CellList } from './cell-list.tsx'

const columnsOf = (
  newest: number,
  may: Allowed,
  onRestore: (version: MatrixVersion) => void,
  onShow: (version: MatrixVersion) => void,
): DataColumn<MatrixVersion>[] => [
  { id: 'version', header: 'Version', width: '80px', always: true, cell: ({ version }) => version },
  {
    id: 'created_at',
    header: 'When',
    width: '150px',
    cell: ({ created_at }) => <TimeText at={created_at} />,
  },
  { id: 'created_by', header: 'Who', width: '240px', cell: ({ created_by }) => created_by },
  { id: 'comment', header: 'Why', cell: ({ comment }) => comment ?? '–' },
  {
    id: 'cells',
    header: 'Changed',
    width: '110px',
    cell: (version) =>
      version.cells.length === 0 ? (
        'As delivered'
      ) : (
        <Button variant="subtle" size="compact-sm" onClick={() => onShow(version)}>
          {counted(version.cells.length, 'cell')}
        </Button>
      ),
  },
  {
    id: 'actions',
    header: 'Actions',
    quietHeader: true,
    width: '110px',
    align: 'end',
    cell: (version) =>
      version.version === newest ? (
        <Text span size="sm" c="dimmed">
          In force
        </Text>
      ) : (
        <AllowedButton
          variant="default"
          size="compact-sm"
          allowed={may}
          onClick={() => onRestore(version)}
        >
          Restore
        </AllowedButton>
      ),
  },
]

/** How the matrix came to be: each version, what it changed, and the way back to it. */
export function VersionsView() {
  const [page, setPage] = useState(1)
  const [size, setSize] = useState<PageSize>(25)
  const [shown, setShown] = useState<MatrixVersion | null>(null)
  const [restoring, setRestoring] = useState<MatrixVersion | null>(null)
  const may = useMay()('access.edit_matrix')
  const newest = useQuery(api.access.matrix.queryOptions()).data?.version ?? 0
  const list = useQuery(
    api.access.versions.queryOptions({
      input: { limit: size, offset: (page - 1) * size },
      placeholderData: keepPreviousData,
    }),
  )
  const columns = useMemo(() => columnsOf(newest, may, setRestoring, setShown), [newest, may])
  return (
    <>
      <DataTable
        label="Versions of the matrix"
        columns={columns}
        rows={list.data?.versions}
        rowId={({ version }) => String(version)}
        empty={<EmptyState icon={IconHistory} title="No versions" />}
        error={
          list.error === null
            ? undefined
            : { message: errorSentence(list.error), retry: () => void list.refetch() }
        }
        paging={{
          page,
          size,
          total: list.data?.total,
          noun: ['version', 'versions'],
          onPage: setPage,
          onSize: (next) => {
            setSize(next)
            setPage(1)
          },
        }}
      />
      <Modal
        opened={shown !== null}
        onClose={() => setShown(null)}
        size="lg"
        title={shown === null ? '' : `What version ${shown.version} changed`}
      >
        {shown !== null && <CellList cells={shown.cells} />}
      </Modal>
      {restoring !== null && (
        <RestoreDialog
          version={restoring.version}
          newest={newest}
          onClose={() => setRestoring(null)}
        />
      )}
    </>
  )
}

function RestoreDialog(props: { version: number; newest: number; onClose(): void }) {
  const { version, newest, onClose } = props
  const [comment, setComment] = useState(`Back to version ${version}`)
  const restore = useMutation(
    api.access.restoreMatrix.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.access.key() })
        onClose()
      },
    }),
  )
  const issues = errorIssues(restore.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    restore.mutate({ restore_version: version, version: newest, comment })
  }
  const commentIssue = issueOf(issues, 'comment')
  return (
    <Modal opened onClose={onClose} title={`Restore version ${version}?`}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Title order={3}>{`It becomes version ${newest + 1}, in force at once`}</Title>
          <Text>The versions in between stay in this list and can be restored as well.</Text>
          <FormError
            message={
              restore.error === null || commentIssue !== undefined
                ? undefined
                : errorSentence(restore.error)
            }
          />
          <Textarea
            label="Why"
            required
            data-autofocus
            value={comment}
            error={commentIssue}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Keep version {newest}
            </Button>
            <Button type="submit" loading={restore.isPending}>
              Restore
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
