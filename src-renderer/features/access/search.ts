import { z } from 'zod'
import { consoleRoles, partyRoles } from '../../../src-shared/contract/enums.ts'
import { permissions } from '../../../src-shared/contract/permissions.ts'

export const permissionViews = ['matrix', 'try', 'who', 'versions'] as const
export type PermissionView = (typeof permissionViews)[number]

/** The permissions page's part of the address. */
export const permissionsSearchSchema = z.object({
  view: z.enum(permissionViews).optional().catch(undefined),
  q: z.coerce.string().trim().min(1).max(80).optional().catch(undefined),
  /** Whom to view as: an account, or roles. */
  account: z.uuid().optional().catch(undefined),
  console_role: z.enum(consoleRoles).optional().catch(undefined),
  party_role: z.enum(partyRoles).optional().catch(undefined),
  room: z.uuid().optional().catch(undefined),
  permission: z.enum(permissions).optional().catch(undefined),
})
export type PermissionsSearch = z.infer<typeof permissionsSearchSchema>
