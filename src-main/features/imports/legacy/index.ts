import type { Import } from './context.ts'
import { importActivity, importApprovals, importMessages, importSnapshots } from './history.ts'
import { importDocuments, importDocumentTypes, importVersions } from './papers.ts'
import { importUsers } from './people.ts'
import { importParties, importRooms } from './rooms.ts'
import { importVessels } from './vessels.ts'

export type { Import } from './context.ts'
export { readLegacy } from './source.ts'

/** All steps of an import of `sts_clearance.db`, parents before children. */
export async function importLegacy(run: Import): Promise<void> {
  await importUsers(run)
  await importRooms(run)
  await importParties(run)
  await importVessels(run)
  await importDocumentTypes(run)
  await importDocuments(run)
  await importVersions(run)
  await importApprovals(run)
  await importMessages(run)
  await importActivity(run)
  await importSnapshots(run)
}
