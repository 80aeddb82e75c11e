import { useMay } from '../../rpc/permissions.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { ActivityPart } from './activity-part.tsx'
import { AttentionPart } from './attention-part.tsx'
import { ClearancePart } from './clearance-part.tsx'
import { CoveragePart } from './coverage-part.tsx'
import classes from './overview.module.css'
import { RunsPart } from './runs-part.tsx'
import { StoragePart } from './storage-part.tsx'
import { WeekPart } from './week-part.tsx'

/** How everything stands, reassurance first: what is covered, what is cleared, what comes, what needs somebody. */
export function OverviewPage() {
  const may = useMay()
  const seesPolicies = may('records.read').allowed
  return (
    <>
      <PageHeader title="Overview" />
      {seesPolicies && <CoveragePart />}
      <div className={classes.columns}>
        <div>
          <ClearancePart />
          <WeekPart />
          {may('metrics.view').allowed && <StoragePart />}
          <ActivityPart />
        </div>
        <div>
          {seesPolicies && <AttentionPart />}
          {may('runs.read').allowed && <RunsPart />}
        </div>
      </div>
    </>
  )
}
