import { createDocumentTypes, type DocumentTypes } from './document-types.ts'
import { createOrganizations, type Organizations } from './organizations.ts'
import { createTerminals, type Terminals } from './terminals.ts'
import type { RegistryTools } from './tools.ts'
import { createVessels, type Vessels } from './vessels.ts'

export { documentTypeRows } from './catalogue.ts'
export { isPerVessel } from './document-types.ts'
export { insert as insertTypes, list as documentTypesInOrder } from './document-types-store.ts'
export { byId as organizationById } from './organizations-store.ts'
export { byId as terminalById } from './terminals-store.ts'
export type { SettleRooms } from './tools.ts'
export { definedFacts, registerVessel, type VesselFacts } from './vessels.ts'
export { byImo as vesselByImo, change as changeVessel } from './vessels-store.ts'

/** What rooms refer to, one for the whole workspace. */
export interface Registry {
  organizations: Organizations
  terminals: Terminals
  vessels: Vessels
  documentTypes: DocumentTypes
}

export function createRegistry(tools: RegistryTools): Registry {
  return {
    organizations: createOrganizations(tools),
    terminals: createTerminals(tools),
    vessels: createVessels(tools),
    documentTypes: createDocumentTypes(tools),
  }
}
