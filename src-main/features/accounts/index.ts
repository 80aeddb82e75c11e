export { type Accounts, createAccounts, minimumPasswordLength } from './service.ts'
