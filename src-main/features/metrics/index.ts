export { createMetrics, type Metrics } from './service.ts'
