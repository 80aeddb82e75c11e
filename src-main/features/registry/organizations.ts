import type { OrganizationKind } from '../../../src-shared/contract/enums.ts'
import type { Organization } from '../../../src-shared/contract/registry.ts'
import type { Call } from '../audit/index.ts'
import { changesOf } from './changes.ts'
import * as store from './organizations-store.ts'
import { found, requireFreeName } from './records.ts'
import type { RegistryTools } from './tools.ts'
import { requireUnused } from './usage.ts'

/** The accountable customers. A room, a terminal, and an account can belong to one. */
export interface Organizations {
  list(filter: store.OrganizationFilter): Promise<{ organizations: Organization[]; total: number }>
  /** The one of exactly this name. */
  named(name: string): Promise<Organization | undefined>
  /** @throws CONFLICT when the name is taken */
  create(input: { name: string; kind: OrganizationKind }, call: Call): Promise<Organization>
  /** @throws NOT_FOUND, CONFLICT when the name is taken */
  update(
    input: { id: string; name?: string | undefined; kind?: OrganizationKind | undefined },
    call: Call,
  ): Promise<Organization>
  /** @throws NOT_FOUND, IN_USE with what uses it */
  delete(id: string, call: Call): Promise<void>
}

export function createOrganizations(tools: RegistryTools): Organizations {
  const { db, audit, clock, ids, settleRooms } = tools
  return {
    list: async (filter) => ({
      organizations: (await store.list(db, filter)).map(shown),
      total: await store.count(db, filter),
    }),
    named: async (name) => {
      const row = await store.byName(db, name)
      return row === undefined || row.name !== name ? undefined : shown(row)
    },
    create: ({ name, kind }, call) =>
      audit.change(call, async ({ trx, record }) => {
        requireFreeName(await store.byName(trx, name), undefined, 'an organization')
        const at = clock.iso()
        const row = { id: ids.uuid(), name, kind, created_at: at, updated_at: at }
        await store.insert(trx, row)
        await record({
          action: 'organization.created',
          resource_type: 'organization',
          resource_id: row.id,
          detail: { name, kind },
        })
        return shown(row)
      }),
    update: ({ id, name, kind }, call) =>
      audit.change(call, async (change) => {
        const { trx, record } = change
        const row = found(await store.byId(trx, id), 'organization')
        if (name !== undefined) {
          requireFreeName(await store.byName(trx, name), id, 'an organization')
        }
        const { fields, before } = changesOf(shown(row), { name, kind })
        await store.change(trx, id, { ...fields, updated_at: clock.iso() })
        await record({
          action: 'organization.updated',
          resource_type: 'organization',
          resource_id: id,
          detail: { name: row.name, before, after: fields },
        })
        await settleRooms(change, call, await store.roomsOf(trx, id))
        return shown({ ...row, ...fields })
      }),
    delete: (id, call) =>
      audit.change(call, async ({ trx, record }) => {
        const row = found(await store.byId(trx, id), 'organization')
        requireUnused(
          row.name,
          await store.usage(trx, id),
          'Move those to another organization first.',
        )
        await store.remove(trx, id)
        await record({
          action: 'organization.deleted',
          resource_type: 'organization',
          resource_id: id,
          detail: { before: shown(row) },
        })
      }),
  }
}

const shown = ({ id, name, kind }: Organization): Organization => ({ id, name, kind })
