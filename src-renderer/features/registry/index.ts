export { DocumentTypesPage } from './document-types-page.tsx'
export { OrganizationsPage } from './organizations-page.tsx'
export { TerminalsPage } from './terminals-page.tsx'
export { VesselsPage } from './vessels-page.tsx'
