import { access } from './access.ts'
import { auth } from './accounts.ts'
import { audit } from './audit.ts'
import { documents } from './documents.ts'
import { documentTypes, organizations, terminals, vessels } from './registry.ts'
import { approvals, messages, parties, rooms, roomVessels } from './rooms.ts'
import { snapshots, tasks } from './snapshots.ts'
import { system } from './system.ts'

/** Every procedure of the application, served alike over the message port, WebSocket, and REST. */
export const contract = {
  system,
  auth,
  access,
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
  audit,
}
export type Contract = typeof contract
