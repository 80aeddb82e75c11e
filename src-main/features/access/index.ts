export { type Access, createAccess, forbidden } from './service.ts'
export { insertMatrix, partsOf } from './store.ts'
export { seesVessel, type Viewpoint, viewpointFor, viewpointOf } from './visibility.ts'
