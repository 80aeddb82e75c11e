export { ImportPage } from './import-page.tsx'
export { ImportsPage } from './imports-page.tsx'
export { PastImportPage } from './past-import-page.tsx'
