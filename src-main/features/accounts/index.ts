export { type Accounts, createAccounts, minimumPasswordLength, type NewAccount } from './service.ts'
