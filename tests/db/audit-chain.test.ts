import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { describe, expect, test } from 'vitest'
import { openWorld, type World } from '../fixtures/world.ts'
import { roomOf, sampleRooms } from './made.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The trail as it lies in the database, oldest first, its JSON columns read. */
async function trail(world: World) {
  const rows = await world.workspace.db.kysely
    .selectFrom('audit_entries')
    .selectAll()
    .orderBy('seq')
    .execute()
  return rows.map((row) => ({
    ...row,
    actor_roles: JSON.parse(row.actor_roles),
    detail: JSON.parse(row.detail),
  }))
}

/** Changes rows of the trail behind the program’s back, its guards taken off first. */
function tamper(world: World, ...statements: string[]) {
  const { db } = world.workspace
  db.exec('drop trigger audit_entries_no_update; drop trigger audit_entries_no_delete')
  for (const statement of statements) db.exec(statement)
}

describe('the trail', () => {
  test('chains entries by SHA-256 over their canonical JSON, the first one to 64 zeros', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const room = await roomOf(owner, sampleRooms.active)
    await owner.rooms.update({ room_id: room.id, title: 'Überfahrt – “neu”, Ωμέγα 🚢' })
    await owner.messages.create({ room_id: room.id, body: 'ready' })
    const entries = await trail(world)
    const three = [entries[0], ...entries.slice(-2)]
    expect(three.map((entry) => entry?.action)).toEqual([
      'workspace.created',
      'room.updated',
      'message.created',
    ])
    for (const entry of three) {
      if (entry === undefined) throw new Error('The trail is too short.')
      const { hash, ...rest } = entry
      const before = entries[entry.seq - 2]
      expect(entry.prev_hash).toBe(before?.hash ?? '0'.repeat(64))
      expect(hash).toBe(sha256(canonicalize(rest) ?? ''))
    }
  })

  test('has no gaps in its numbers, also when many write at once', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const room = await roomOf(owner, sampleRooms.active)
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        owner.messages.create({ room_id: room.id, body: `message ${n}` }),
      ),
    )
    const entries = await trail(world)
    expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, index) => index + 1))
    expect(await owner.audit.verify({})).toMatchObject({ ok: true, entries: entries.length })
  })

  test('is whole, and says with which entry it ends', async () => {
    await using world = await openWorld({ runTasks: false })
    const last = (await trail(world)).at(-1)
    const answer = await (await world.owner()).audit.verify({})
    expect(answer).toEqual({
      ok: true,
      entries: last?.seq,
      head: { seq: last?.seq, hash: last?.hash },
    })
  })

  test('can be walked from an entry on, and not from one that is not there', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const { head } = await owner.audit.verify({})
    const answer = await owner.audit.verify({ from_seq: head.seq - 9 })
    expect(answer).toMatchObject({ ok: true, entries: 11 })
    await expect(owner.audit.verify({ from_seq: 1_000_000 })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })
})

describe('somebody who gets at the database', () => {
  test('leaves the finding itself in the trail, as a failure', async () => {
    await using world = await openWorld({ runTasks: false })
    tamper(world, "update audit_entries set detail = '{}' where seq = 700")
    await (await world.owner()).audit.verify({})
    expect((await trail(world)).at(-1)).toMatchObject({
      action: 'audit.verified',
      outcome: 'failed',
      detail: { ok: false, first_broken: { seq: 700 } },
    })
  })
})
