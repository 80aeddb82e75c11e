import { Button, FileButton, Select, Skeleton, Text } from '@mantine/core'
import { IconDatabaseImport } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { importKinds } from '../../../src-shared/contract/enums.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { type Allowed, useMay } from '../../rpc/permissions.ts'
import { useImportJob } from '../../state/import-job.ts'
import { AllowedButton } from '../../ui/allowed-button.tsx'
import { BytesText } from '../../ui/bytes-text.tsx'
import { dropTarget } from '../../ui/drop-target.ts'
import { FormError } from '../../ui/form-error.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { counted } from '../../ui/words.ts'
import { ConfirmImport } from './confirm-import.tsx'
import classes from './imports.module.css'
import { ReportView } from './report-view.tsx'
import { changeImport, chooseFile, forgetImport } from './run-import.ts'
import { RunningImport } from './running-import.tsx'
import { countsInWords, kindWords, totalOf } from './words.ts'

const route = getRouteApi('/shell/admin/imports/new')

/** A new import: choose the file, look at the dry run, import, look at what it did. */
export function ImportPage() {
  const file = useImportJob((job) => job.file)
  useEffect(() => {
    // The set-up screen hands on a file that nobody has looked at yet.
    const job = useImportJob.getState()
    if (job.file !== null && job.doing === null && job.report === null && job.error === null) {
      void chooseFile(job.file)
    }
  }, [])
  return file === null ? <Choose /> : <Chosen file={file} />
}

function Choose() {
  const allowed = useMay()('imports.run')
  return (
    <>
      <PageHeader title="Import a file" actions={<AllImports />} />
      <div
        className={classes.drop}
        {...dropTarget(([file]) => allowed.allowed && file !== undefined && void chooseFile(file))}
      >
        <FileButton onChange={(file) => file !== null && void chooseFile(file)}>
          {(props) => (
            <AllowedButton
              allowed={allowed}
              leftSection={<IconDatabaseImport size={16} aria-hidden />}
              {...props}
            >
              Choose a file
            </AllowedButton>
          )}
        </FileButton>
        <Text c="dimmed" size="sm" mt={8}>
          or drop it here. First comes a dry run, which changes nothing.
        </Text>
        <dl className={classes.kinds}>
          <dt>sts_clearance.db</dt>
          <dd>rooms, people, vessels, documents, and history of STS Clearance</dd>
          <dt>Policy rules</dt>
          <dd>a JSON file; each rule becomes a policy set</dd>
          <dt>Exclusions</dt>
          <dd>a CSV file with a line for each</dd>
        </dl>
      </div>
    </>
  )
}

function Chosen({ file }: { file: File }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { doing, report, error } = useImportJob()
  const [asking, setAsking] = useState(false)
  const allowed = useMay()('imports.run')
  const isDone = report?.dry_run === false
  const counts = report === null ? undefined : totalOf(report.tables)
  const rows = counts === undefined ? 0 : counts.taken + counts.changed
  const another = () => {
    forgetImport()
    void navigate({ search: {}, replace: true })
  }
  return (
    <>
      <PageHeader
        title={`${isDone ? 'Imported' : 'Import'} ${file.name}`}
        actions={
          <>
            {isDone && <AllImports />}
            {doing !== 'import' && (
              <Button variant="default" onClick={another}>
                {isDone ? 'Import another file' : 'Choose another file'}
              </Button>
            )}
            {report?.dry_run === true && doing === null && (
              <AllowedButton
                allowed={mayImport(allowed, rows)}
                leftSection={<IconDatabaseImport size={16} aria-hidden />}
                onClick={() => setAsking(true)}
              >
                {`Import ${counted(rows, 'row')}`}
              </AllowedButton>
            )}
          </>
        }
      >
        {counts !== undefined && doing === null && (
          <Text size="sm">
            {isDone ? '' : 'This is a dry run: nothing has been changed. '}
            {countsInWords(counts)}
          </Text>
        )}
      </PageHeader>
      {!isDone && <Settings file={file} isOpen={doing !== 'import'} />}
      {doing !== null && <RunningImport />}
      <FormError message={error === null ? undefined : errorSentence(error)} />
      {doing === 'dry_run' && <Skeleton height={280} mt="lg" aria-hidden />}
      {report !== null && doing === null && (
        <ReportView
          report={report}
          search={search}
          onChange={(part) =>
            void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
          }
        />
      )}
      {asking && report !== null && (
        <ConfirmImport name={file.name} report={report} onClose={() => setAsking(false)} />
      )}
    </>
  )
}

function mayImport(allowed: Allowed, rows: number): Allowed {
  if (!allowed.allowed || rows > 0) return allowed
  return { allowed: false, reason: 'No row of this file would be taken.' }
}

/** What the file is read as, and the files of documents that go with it. */
function Settings({ file, isOpen }: { file: File; isOpen: boolean }) {
  const { kind, documents } = useImportJob()
  const bytes = documents.reduce((sum, { size }) => sum + size, 0)
  return (
    <div className={classes.settings}>
      <Select
        label="Read as"
        w={212}
        allowDeselect={false}
        disabled={!isOpen}
        data={importKinds.map((one) => ({ value: one, label: kindWords[one] }))}
        value={kind}
        onChange={(value) => {
          const chosen = importKinds.find((one) => one === value)
          if (chosen !== undefined && chosen !== kind) void changeImport({ kind: chosen })
        }}
      />
      {kind === 'sts_clearance' && (
        <FileButton
          multiple
          onChange={(added) =>
            added.length > 0 && void changeImport({ documents: [...documents, ...added] })
          }
        >
          {(props) => (
            <Button variant="default" disabled={!isOpen} {...props}>
              Add files of documents
            </Button>
          )}
        </FileButton>
      )}
      {kind === 'sts_clearance' && documents.length > 0 && (
        <Button
          variant="subtle"
          color="gray"
          disabled={!isOpen}
          onClick={() => void changeImport({ documents: [] })}
        >
          Leave them out
        </Button>
      )}
      <span className={classes.quiet}>
        <BytesText bytes={file.size} />
        {kind !== 'sts_clearance' ? null : documents.length === 0 ? (
          '; the database names the files of its documents, but does not hold them'
        ) : (
          <>
            , with {counted(documents.length, 'file')} of documents (<BytesText bytes={bytes} />)
          </>
        )}
      </span>
    </div>
  )
}

function AllImports() {
  return (
    <Button variant="default" renderRoot={(look) => <Link to="/admin/imports" {...look} />}>
      All imports
    </Button>
  )
}
