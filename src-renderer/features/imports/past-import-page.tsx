import { Button, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { BytesText } from '../../ui/bytes-text.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Mono } from '../../ui/mono.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { ReportView } from './report-view.tsx'
import { countsInWords, kindWords } from './words.ts'

const route = getRouteApi('/shell/admin/imports/$importId')

/** A past import: what it was of, and its whole report. */
export function PastImportPage() {
  const { importId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const found = useQuery(api.imports.get.queryOptions({ input: { import_id: importId } }))
  if (found.error !== null) {
    return <ErrorState message={errorSentence(found.error)} onRetry={() => void found.refetch()} />
  }
  if (found.data === undefined) return <Skeleton height={320} aria-hidden />
  const { file_name, kind, created_by, created_at, size_bytes, sha256, report, counts } = found.data
  return (
    <>
      <PageHeader
        title={`Import of ${file_name}`}
        actions={
          <Button variant="default" renderRoot={(look) => <Link to="/admin/imports" {...look} />}>
            All imports
          </Button>
        }
      >
        <Text size="sm">{countsInWords(counts)}</Text>
        <Text c="dimmed" size="sm" component="div">
          {kindWords[kind]}, <BytesText bytes={size_bytes} />, imported by {created_by},{' '}
          <TimeText at={created_at} />. SHA-256 <Mono text={sha256} first={12} copy="SHA-256" />
        </Text>
      </PageHeader>
      <ReportView
        report={report}
        search={search}
        onChange={(part) =>
          void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
        }
      />
    </>
  )
}
