export { createImports, type Imports } from './service.ts'
