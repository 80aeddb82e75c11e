export { createDocuments, type Documents } from './service.ts'
export { toDocument } from './shapes.ts'
export {
  type DocumentRow,
  noteBlob,
  ofRoom as documentRows,
  versions as versionRows,
} from './store.ts'
export { clearanceOf } from './summary.ts'
