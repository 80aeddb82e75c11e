export { type Budgets, createBudgets } from './budgets.ts'
export { createCare } from './care.ts'
export { createReportDamage, type ReportDamage } from './check.ts'
export { createStorage, type Storage } from './service.ts'
