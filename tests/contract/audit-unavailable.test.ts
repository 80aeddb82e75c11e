import { expect, test } from 'vitest'
import { declarations } from '../../src-main/rpc/declared.ts'
import { contract } from '../../src-shared/contract/index.ts'
import { everyMutation, openRoom, signedIn } from '../fixtures/mutations.ts'
import { ownerEmail, passwords } from '../fixtures/names.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { everyTable } from '../fixtures/raw-database.ts'
import { openWorld, type World } from '../fixtures/world.ts'

const audited = [...declarations(contract)].flatMap(([name, { audit }]) =>
  typeof audit === 'string' ? [{ name, action: audit }] : [],
)

/** From now on the database takes no such entry; null: none at all. */
function refuseEntries(world: World, action: string | null): void {
  world.workspace.db.exec('drop trigger if exists planted')
  world.workspace.db.exec(`create trigger planted before insert on audit_entries
    ${action === null ? '' : `when new.action = '${action}'`}
    begin select raise(abort, 'planted: the trail is full'); end`)
}

test.each([
  ['no entry at all can be written', false],
  ['only the declared entry cannot be written', true],
])(
  'when %s, the change does not happen, for every procedure that leaves one',
  async (_, onlyDeclared) => {
    await using world = await openWorld({ runTasks: false })
    const calls = await everyMutation(world, await signedIn(world))
    const before = everyTable(world.dir)
    for (const { name, action } of audited) {
      refuseEntries(world, onlyDeclared ? action : null)
      const refusal = await refusalOf(calls[name]?.() ?? Promise.resolve()).catch(
        (error: unknown) => {
          throw new Error(`${name}: ${String(error)}`)
        },
      )
      expect(refusal, name).toMatchObject({ code: 'AUDIT_UNAVAILABLE', status: 500 })
      expect(refusal.message, name).not.toContain('planted')
      expect(everyTable(world.dir), name).toEqual(before)
    }
  },
)

test('when the trail can be written again, the same calls succeed', async () => {
  await using world = await openWorld({ runTasks: false })
  const calls = await everyMutation(world, await signedIn(world))
  refuseEntries(world, null)
  for (const { name } of audited) await refusalOf(calls[name]?.() ?? Promise.resolve())
  world.workspace.db.exec('drop trigger planted')
  for (const { name } of audited) await expect(calls[name]?.(), name).resolves.not.toThrow()
})

test('a denial that cannot be written down is still a denial', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const { room_id } = await openRoom(owner)
  const stranger = await world.as('tomasz.wisniewski@baltic-inspect.example')
  refuseEntries(world, null)
  expect(await refusalOf(stranger.rooms.get({ room_id }))).toMatchObject({
    code: 'AUDIT_UNAVAILABLE',
  })
})

test('a wrong password that cannot be written down does not count, and opens nothing', async () => {
  await using world = await openWorld({ runTasks: false })
  const client = await signedIn(world)
  refuseEntries(world, null)
  const before = everyTable(world.dir)
  for (const password of ['wrong', passwords.owner]) {
    expect(await refusalOf(client.auth.login({ email: ownerEmail, password }))).toMatchObject({
      code: 'AUDIT_UNAVAILABLE',
    })
  }
  expect(everyTable(world.dir)).toEqual(before)
})
