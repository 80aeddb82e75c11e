import type { OrganizationKind } from '../../../src-shared/contract/enums.ts'
import type { Organization, Terminal } from '../../../src-shared/contract/rooms.ts'
import { parseImo, parseUnlocode } from '../../../src-shared/rules/identifiers.ts'
import { badField, DomainError } from '../../platform/domain-error.ts'
import type { Call } from '../audit/index.ts'
import * as store from './store.ts'
import type { RoomTools } from './tools.ts'
import { registerVessel, type VesselFacts } from './vessels.ts'

/** Organizations and terminals: what rooms refer to. */
export interface Registry {
  organizations(): Promise<Organization[]>
  terminals(): Promise<Terminal[]>
  addOrganization(
    input: { name: string; kind: OrganizationKind },
    call: Call,
  ): Promise<Organization>
  addTerminal(
    input: { name: string; unlocode: string | null; organization_id: string | null },
    call: Call,
  ): Promise<Terminal>
  /** Enters a ship into the registry. @returns its id */
  addVessel(input: VesselFacts & { imo: string }, call: Call): Promise<string>
}

export function createRegistry({ db, audit, clock, ids }: RoomTools): Registry {
  return {
    organizations: async () =>
      (await store.organizations(db)).map(({ id, name, kind }) => ({ id, name, kind })),
    terminals: async () =>
      (await store.terminals(db)).map(({ id, name, unlocode, organization_id }) => ({
        id,
        name,
        unlocode,
        organization_id,
      })),
    addOrganization: async ({ name, kind }, call) => {
      const organization = { id: ids.uuid(), name, kind }
      await audit.change(call, async ({ trx, record }) => {
        await store.insertOrganization(trx, {
          ...organization,
          created_at: clock.iso(),
          updated_at: clock.iso(),
        })
        await record({
          action: 'organization.created',
          resource_type: 'organization',
          resource_id: organization.id,
          detail: { name, kind },
        })
      })
      return organization
    },
    addTerminal: async ({ name, unlocode, organization_id }, call) => {
      const parsed = unlocode === null ? { unlocode: null } : parseUnlocode(unlocode)
      if ('problem' in parsed) throw badField('unlocode', parsed.problem)
      const terminal = { id: ids.uuid(), name, unlocode: parsed.unlocode, organization_id }
      await audit.change(call, async ({ trx, record }) => {
        await store.insertTerminal(trx, {
          ...terminal,
          created_at: clock.iso(),
          updated_at: clock.iso(),
        })
        await record({
          action: 'terminal.created',
          resource_type: 'terminal',
          resource_id: terminal.id,
          detail: { name, unlocode: terminal.unlocode },
        })
      })
      return terminal
    },
    addVessel: ({ imo: given, ...facts }, call) => {
      const parsed = parseImo(given)
      if ('problem' in parsed) throw badField('imo', parsed.problem)
      return audit.change(call, async ({ trx, record }) => {
        if ((await store.vesselByImo(trx, parsed.imo)) !== undefined) {
          throw new DomainError('CONFLICT', `IMO ${parsed.imo} is in the registry already.`)
        }
        const vessel = await registerVessel(trx, parsed.imo, facts, ids.uuid(), clock.iso())
        await record({
          action: 'vessel.registered',
          resource_type: 'vessel',
          resource_id: vessel.id,
          detail: { imo: vessel.imo, vessel_name: vessel.name, flag: vessel.flag },
        })
        return vessel.id
      })
    },
  }
}
