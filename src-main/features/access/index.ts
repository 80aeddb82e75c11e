export { type Access, createAccess, forbidden } from './service.ts'
export { insertMatrix } from './store.ts'
export { seesVessel, type Viewpoint, viewpointOf } from './visibility.ts'
