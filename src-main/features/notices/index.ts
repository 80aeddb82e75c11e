export { createSecretOf } from './channels.ts'
export { createNoticeRounds } from './rounds.ts'
export { createNotices, type Notices } from './service.ts'
export { createWebhooks, type Webhooks } from './webhooks.ts'
