import fc from 'fast-check'
import { expect, test } from 'vitest'
import { failureOf, type LocalClient } from '../../src-main/rpc/local-client.ts'
import { consoleRoles } from '../../src-shared/contract/enums.ts'
import { permissions } from '../../src-shared/contract/permissions.ts'
import { corePermissions } from '../../src-shared/rules/matrix.ts'
import { makeAccount } from '../fixtures/people.ts'
import { openWorld } from '../fixtures/world.ts'

const people = ['Ann', 'Ben', 'Cid'] as const
const step = fc.record({
  by: fc.nat(3),
  on: fc.nat(3),
  what: fc.constantFrom('role', 'out', 'in', 'matrix', 'restore'),
  role: fc.constantFrom(...consoleRoles),
  permission: fc.constantFrom(...permissions, ...corePermissions),
  console: fc.subarray([...consoleRoles]),
})

test('no sequence of edits, whoever makes them, leaves the workspace without a superadmin who can undo them', async () => {
  await using world = await openWorld({ runTasks: false })
  world.workspace.db.exec('pragma synchronous = off')
  const first = await world.owner()
  const ids = [(await first.auth.me()).account.id]
  for (const name of people) ids.push((await makeAccount(first, name, 'superadmin')).id)
  const { kysely } = world.workspace.db

  const clientOf = async (index: number): Promise<LocalClient | undefined> => {
    const row = await kysely
      .selectFrom('accounts')
      .select(['email', 'is_active'])
      .where('id', '=', ids[index] ?? '')
      .executeTakeFirstOrThrow()
    return row.is_active === 1 ? world.as(row.email) : undefined
  }

  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      for (const { by, on, what, role, permission, console } of steps) {
        const client = await clientOf(by)
        if (client === undefined) continue
        const account_id = ids[on] ?? ''
        const { version } = await world.workspace.services.access.matrix()
        const comment = 'A step'
        const calls = {
          role: () => client.accounts.update({ account_id, console_role: role }),
          out: () => client.accounts.update({ account_id, is_active: false }),
          in: () => client.accounts.update({ account_id, is_active: true }),
          matrix: () =>
            client.access.updateMatrix({
              version,
              permissions: [{ permission, console, party: [] }],
              comment,
            }),
          restore: () => client.access.restoreMatrix({ restore_version: 1, version, comment }),
        }
        const refused = await calls[what]().then(
          () => undefined,
          (error: unknown) => failureOf(error).code,
        )
        expect([undefined, 'FORBIDDEN', 'LAST_SUPERADMIN', 'BAD_REQUEST']).toContain(refused)
        const { accounts, total } = await world.workspace.services.access.whoCan(
          { permission: 'access.edit_matrix', limit: 50, offset: 0 },
          {
            procedure: 'test',
            source: 'system',
            actor: await someSuperadmin(),
            room: null,
            expects: null,
          },
        )
        expect(total).toBeGreaterThan(0)
        const keeper = await world.as(accounts[0]?.email ?? '')
        for (const core of corePermissions) {
          expect((await keeper.access.explain({ permission: core })).allowed, core).toBe(true)
        }
      }
    }),
    { numRuns: 40, seed: 20_261_125 },
  )

  async function someSuperadmin() {
    const owner = await world.workspace.services.accounts.owner()
    if (owner === undefined) throw new Error('There is no active superadmin.')
    return owner
  }
})
