import { Button, Select, Text } from '@mantine/core'
import { IconDatabaseImport } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { importKinds } from '../../../src-shared/contract/enums.ts'
import type { Import, ImportCounts } from '../../../src-shared/contract/imports.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { useMay } from '../../rpc/permissions.ts'
import { api } from '../../rpc/queries.ts'
import { useImportJob } from '../../state/import-job.ts'
import { useColumnChoice } from '../../state/tables.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { BytesText } from '../../ui/bytes-text.tsx'
import type { DataColumn } from '../../ui/data-column.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { dropTarget } from '../../ui/drop-target.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Mono } from '../../ui/mono.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { grouped, inWords } from '../../ui/words.ts'
import classes from './imports.module.css'
import { chooseFile, forgetImport } from './run-import.ts'
import type { ImportsSearch } from './search.ts'
import { kindWords } from './words.ts'

const route = getRouteApi('/shell/admin/imports')

const figure = (name: keyof ImportCounts): DataColumn<Import> => ({
  id: name,
  header: inWords(name),
  align: 'end',
  width: '80px',
  cell: ({ counts }) => grouped(String(counts[name])),
})

const columns: readonly DataColumn<Import>[] = [
  {
    id: 'file_name',
    header: 'File',
    always: true,
    cell: ({ id, file_name }) => (
      <Link to="/admin/imports/$importId" params={{ importId: id }} data-row-focus>
        {file_name}
      </Link>
    ),
  },
  { id: 'kind', header: 'Kind', width: '176px', cell: ({ kind }) => kindWords[kind] },
  figure('read'),
  figure('taken'),
  figure('changed'),
  figure('refused'),
  {
    id: 'size_bytes',
    header: 'Size',
    align: 'end',
    width: '80px',
    cell: ({ size_bytes }) => <BytesText bytes={size_bytes} />,
  },
  {
    id: 'sha256',
    header: 'SHA-256',
    width: '150px',
    hidden: true,
    cell: ({ sha256 }) => <Mono text={sha256} first={12} copy="SHA-256" />,
  },
  { id: 'created_by', header: 'By', cell: ({ created_by }) => created_by },
  {
    id: 'created_at',
    header: 'When',
    width: '150px',
    cell: ({ created_at }) => <TimeText at={created_at} />,
  },
]

/** Past imports, newest first, and the way to a new one. */
export function ImportsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const allowed = useMay()('imports.run')
  const isRunning = useImportJob((job) => job.doing === 'import')
  const choice = useColumnChoice('imports')
  const { page = 1, size = 25, kind } = search
  const list = useQuery(
    api.imports.list.queryOptions({
      input: {
        ...(kind === undefined ? {} : { kind }),
        limit: size,
        offset: (page - 1) * size,
      },
      placeholderData: keepPreviousData,
    }),
  )
  const change = (part: Partial<ImportsSearch>) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...part }), replace: true })
  const begin = () => {
    // One that is running, or waits for its dry run to be looked at, is shown as it stands.
    const { doing, report } = useImportJob.getState()
    if (doing === null && report?.dry_run !== true) forgetImport()
    void navigate({ to: '/admin/imports/new' })
  }
  const take = ([file]: readonly File[]) => {
    if (!allowed.allowed || file === undefined) return
    if (!isRunning) void chooseFile(file)
    void navigate({ to: '/admin/imports/new' })
  }
  const importOne = (
    <AllowedButton
      allowed={allowed}
      leftSection={<IconDatabaseImport size={16} aria-hidden />}
      onClick={begin}
    >
      {isRunning ? 'Show the running import' : 'Import a file'}
    </AllowedButton>
  )
  return (
    <div className={classes.list} {...dropTarget(take)}>
      <PageHeader title="Imports" actions={importOne}>
        <Text c="dimmed" size="sm">
          What was taken over from STS Clearance and other programs. Each import begins with a dry
          run.
        </Text>
      </PageHeader>
      <DataTable
        label="Past imports"
        columns={columns}
        rows={list.data?.body}
        rowId={({ id }) => id}
        fill
        error={
          list.error === null
            ? undefined
            : { message: errorSentence(list.error), retry: () => void list.refetch() }
        }
        empty={
          kind === undefined ? (
            <EmptyState
              icon={IconDatabaseImport}
              title="Nothing has been imported yet"
              text="Drop a file here, or choose one. A dry run shows first what would be taken."
              action={importOne}
            />
          ) : (
            <EmptyState
              icon={IconDatabaseImport}
              title="No import fits"
              text="None of this kind has been made."
              action={
                <Button variant="default" onClick={() => change({ kind: undefined })}>
                  Show every kind
                </Button>
              }
            />
          )
        }
        onOpen={({ id }) =>
          void navigate({ to: '/admin/imports/$importId', params: { importId: id } })
        }
        paging={{
          page,
          size,
          total: list.data === undefined ? undefined : Number(list.data.headers['x-total-count']),
          noun: ['import', 'imports'],
          onPage: (to) => change({ page: to }),
          onSize: (to) => change({ size: to }),
        }}
        toolbar={
          <Select
            aria-label="Kind"
            placeholder="Any kind"
            w={212}
            clearable
            clearButtonProps={{ 'aria-label': 'Any kind' }}
            data={importKinds.map((one) => ({ value: one, label: kindWords[one] }))}
            value={kind ?? null}
            onChange={(value) => change({ kind: importKinds.find((one) => one === value) })}
          />
        }
        {...choice}
      />
    </div>
  )
}
