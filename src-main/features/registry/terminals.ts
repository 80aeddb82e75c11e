import type { Terminal } from '../../../src-shared/contract/registry.ts'
import { parseUnlocode } from '../../../src-shared/rules/identifiers.ts'
import type { Executor } from '../../platform/db/index.ts'
import { badField } from '../../platform/domain-error.ts'
import type { Call } from '../audit/index.ts'
import type { Tables } from '../tables.ts'
import { changesOf } from './changes.ts'
import { byId as organizationById } from './organizations-store.ts'
import { found, requireFreeName } from './records.ts'
import * as store from './terminals-store.ts'
import type { RegistryTools } from './tools.ts'
import { requireUnused } from './usage.ts'

export interface TerminalFacts {
  name: string
  unlocode?: string | null | undefined
  organization_id?: string | null | undefined
}

/** STS areas, anchorages, and ports. */
export interface Terminals {
  list(filter: store.TerminalFilter): Promise<{ terminals: Terminal[]; total: number }>
  /** @throws BAD_REQUEST for a UN/LOCODE or organization that is none, CONFLICT when the name is taken */
  create(input: TerminalFacts, call: Call): Promise<Terminal>
  /** @throws as `create`, and NOT_FOUND */
  update(
    input: { id: string } & { [Field in keyof TerminalFacts]?: TerminalFacts[Field] | undefined },
    call: Call,
  ): Promise<Terminal>
  /** @throws NOT_FOUND, IN_USE with the rooms that name it */
  delete(id: string, call: Call): Promise<void>
}

export function createTerminals(tools: RegistryTools): Terminals {
  const { db, audit, clock, ids, settleRooms } = tools
  return {
    list: async (filter) => ({
      terminals: (await store.list(db, filter)).map(shown),
      total: await store.count(db, filter),
    }),
    create: (input, call) => {
      const unlocode = unlocodeOf(input.unlocode) ?? null
      return audit.change(call, async ({ trx, record }) => {
        requireFreeName(await store.byName(trx, input.name), undefined, 'a terminal')
        await requireOrganization(trx, input.organization_id)
        const at = clock.iso()
        const row = {
          id: ids.uuid(),
          name: input.name,
          unlocode,
          organization_id: input.organization_id ?? null,
          created_at: at,
          updated_at: at,
        }
        await store.insert(trx, row)
        await record({
          action: 'terminal.created',
          resource_type: 'terminal',
          resource_id: row.id,
          detail: { name: row.name, unlocode },
        })
        return shown(row)
      })
    },
    update: ({ id, name, organization_id, ...given }, call) => {
      const unlocode = unlocodeOf(given.unlocode)
      return audit.change(call, async (change) => {
        const { trx, record } = change
        const row = found(await store.byId(trx, id), 'terminal')
        if (name !== undefined) {
          requireFreeName(await store.byName(trx, name), id, 'a terminal')
        }
        await requireOrganization(trx, organization_id)
        const { fields, before } = changesOf(shown(row), { name, unlocode, organization_id })
        await store.change(trx, id, { ...fields, updated_at: clock.iso() })
        await record({
          action: 'terminal.updated',
          resource_type: 'terminal',
          resource_id: id,
          detail: { name: row.name, before, after: fields },
        })
        await settleRooms(change, call, await store.roomsOf(trx, id))
        return shown({ ...row, ...fields })
      })
    },
    delete: (id, call) =>
      audit.change(call, async ({ trx, record }) => {
        const row = found(await store.byId(trx, id), 'terminal')
        requireUnused(
          row.name,
          { rooms: (await store.roomsOf(trx, id)).length },
          'Name another terminal in those first.',
        )
        await store.remove(trx, id)
        await record({
          action: 'terminal.deleted',
          resource_type: 'terminal',
          resource_id: id,
          detail: { before: shown(row) },
        })
      }),
  }
}

const shown = ({ id, name, unlocode, organization_id }: Terminal): Terminal => ({
  id,
  name,
  unlocode,
  organization_id,
})

/** Undefined where none was given, null where it is to be empty. @throws BAD_REQUEST */
function unlocodeOf(given: string | null | undefined): string | null | undefined {
  if (given === undefined || given === null) return given
  if (given === '') return null
  const parsed = parseUnlocode(given)
  if ('problem' in parsed) throw badField('unlocode', parsed.problem)
  return parsed.unlocode
}

async function requireOrganization(
  trx: Executor<Tables>,
  id: string | null | undefined,
): Promise<void> {
  if (typeof id === 'string' && (await organizationById(trx, id)) === undefined) {
    throw badField('organization_id', 'names no organization of this workspace')
  }
}
