export { NoticeLink } from './notice-link.tsx'
export { WebhooksPage } from './webhooks-page.tsx'
