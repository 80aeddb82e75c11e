export { documentTypeRows } from './catalogue.ts'
export { createDocuments, type Documents } from './service.ts'
export { toDocument } from './shapes.ts'
export {
  type DocumentRow,
  insertTypes,
  noteBlob,
  ofRoom as documentRows,
  versions as versionRows,
} from './store.ts'
export { clearanceOf } from './summary.ts'
