import { access } from './access.ts'
import { accounts, auth } from './accounts.ts'
import { assignments, exclusions } from './assignments.ts'
import { audit } from './audit.ts'
import { documents } from './documents.ts'
import { imports } from './imports.ts'
import { metrics } from './metrics.ts'
import { notices, webhooks } from './notices.ts'
import { policies } from './policies.ts'
import { policySets } from './policy-sets.ts'
import { records } from './records.ts'
import { documentTypes, organizations, terminals, vessels } from './registry.ts'
import { approvals, messages, parties, rooms, roomVessels } from './rooms.ts'
import { runs } from './runs.ts'
import { settings } from './settings.ts'
import { snapshots, tasks } from './snapshots.ts'
import { storage } from './storage.ts'
import { system } from './system.ts'
import { tokens } from './tokens.ts'

/** Every procedure of the application, served alike over the message port, WebSocket, and REST. */
export const contract = {
  system,
  auth,
  accounts,
  tokens,
  access,
  settings,
  rooms,
  parties,
  roomVessels,
  documents,
  approvals,
  messages,
  organizations,
  terminals,
  vessels,
  documentTypes,
  snapshots,
  tasks,
  metrics,
  storage,
  policies,
  policySets,
  assignments,
  exclusions,
  runs,
  records,
  notices,
  webhooks,
  audit,
  imports,
}
export type Contract = typeof contract
