import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import canonicalize from 'canonicalize'
import { describe, expect, test } from 'vitest'
import { templateVersion } from '../../src-main/features/snapshots/render/template-version.ts'
import { roomModelSchema } from '../../src-shared/contract/room-model.ts'
import { openWorld } from '../fixtures/world.ts'
import { broker, ended, made, roomOf, sampleRooms } from './made.ts'

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')
const json = { snapshot_type: 'json' } as const

describe('a snapshot', () => {
  test('answers at once, and is completed by its task with the file it names', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id, revision } = await roomOf(owner, sampleRooms.active)
    const answer = await owner.snapshots.create({ room_id })
    expect(answer).toMatchObject({
      status: 'generating',
      file_size: 0,
      snapshot_type: 'pdf',
      task_id: `snapshot-${answer.id}`,
    })
    await world.workspace.tasks.idle()
    const { snapshot, task, bytes } = await ended(world, owner, answer)
    expect(snapshot).toMatchObject({
      status: 'completed',
      sha256: sha256(bytes),
      file_size: bytes.length,
      room_revision: revision,
      completed_at: world.clock.iso(),
      error_code: null,
    })
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(snapshot.page_count).toBeGreaterThan(1)
    expect(task).toMatchObject({
      status: 'completed',
      progress: 100,
      step: 'committed',
      result: { snapshot_id: answer.id, file_size: bytes.length, was_cached: false },
      error: null,
    })
  })

  test('has the content hash that anybody can compute from its JSON file', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const { snapshot, bytes } = await made(world, owner, { room_id, ...json, title: 'Ωμέγα' })
    const model = roomModelSchema.parse(JSON.parse(bytes.toString()))
    const content = {
      schema: 'sts.room-snapshot/1',
      format: 'json',
      template_version: templateVersion,
      heading: 'Ωμέγα',
      options: {
        include_documents: true,
        include_activity: true,
        include_approvals: true,
        include_messages: false,
        activity_limit: 100,
      },
      model,
    }
    expect(snapshot.content_hash).toBe(sha256(canonicalize(content) ?? ''))
  })

  test('leaves who asked for it and that it was made in the trail, and can be verified', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const { snapshot } = await made(world, owner, { room_id, ...json })
    const { entries } = await owner.audit.list({ resource_id: snapshot.id })
    expect(entries.map(({ action, actor_email }) => [action, actor_email])).toEqual([
      ['snapshot.completed', 'system'],
      ['snapshot.created', 'owner@example.org'],
    ])
    expect(entries[0]?.detail).toMatchObject({
      sha256: snapshot.sha256,
      content_hash: snapshot.content_hash,
    })
    const answer = await owner.snapshots.verify({ sha256: snapshot.sha256 ?? '' })
    expect(answer).toMatchObject({
      known: true,
      snapshot: { id: snapshot.id },
      audit_seq: entries[0]?.seq,
    })
    expect(await owner.snapshots.verify({ sha256: '0'.repeat(64) })).toMatchObject({
      known: false,
      snapshot: null,
    })
  })

  test('is called by room and minute where no title is given; a blank one is none', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const { id: room_id, code } = await roomOf(owner, sampleRooms.active)
    for (const title of [undefined, '', '   ']) {
      const { title: named } = await owner.snapshots.create({ room_id, title })
      expect(named).toBe(`Room snapshot – ${code} – 2026-11-20 12:00 UTC`)
    }
    expect((await owner.snapshots.create({ room_id, title: ' Mine ' })).title).toBe('Mine')
  })

  test('refuses options that nobody knows', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const input = { room_id, include_secrets: true }
    await expect(owner.snapshots.create(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(owner.snapshots.create({ room_id, activity_limit: -1 })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })
})

describe('the same content', () => {
  test('asked for twice shares one file: from memory, and after a new start from disk', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const first = await made(world, owner, { room_id })
    const second = await made(world, owner, { room_id })
    expect([first.was_cached, second.was_cached]).toEqual([false, 'memory'])
    await world.reopen()
    const third = await made(world, await world.owner(), { room_id })
    expect(third.was_cached).toBe('disk')
    for (const { snapshot } of [second, third]) {
      expect(snapshot.content_hash).toBe(first.snapshot.content_hash)
      expect(snapshot.sha256).toBe(first.snapshot.sha256)
      expect(snapshot.file_size).toBe(first.snapshot.file_size)
      expect(snapshot.page_count).toBe(first.snapshot.page_count)
    }
    const blobs = await world.workspace.db.kysely
      .selectFrom('blobs')
      .selectAll()
      .where('sha256', '=', first.snapshot.sha256)
      .execute()
    expect(blobs).toHaveLength(1)
  })

  test('asked for fifty times at once is rendered once', async () => {
    await using world = await openWorld({ threads: 2 })
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const asked = await Promise.all(
      Array.from({ length: 50 }, () => owner.snapshots.create({ room_id })),
    )
    await world.workspace.tasks.idle()
    const all = await Promise.all(asked.map((one) => ended(world, owner, one)))
    expect(all.filter(({ was_cached }) => was_cached === false)).toHaveLength(1)
    expect(new Set(all.map(({ snapshot }) => snapshot.sha256)).size).toBe(1)
    expect(new Set(all.map(({ snapshot }) => snapshot.status))).toEqual(new Set(['completed']))
  })

  test('is the same whoever asks, whenever that day, and whatever was only looked at', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const first = await made(world, owner, { room_id, ...json })
    world.clock.advance(9 * 3_600_000)
    await owner.rooms.get({ room_id })
    await owner.snapshots.download({ room_id, snapshot_id: first.snapshot.id })
    await owner.audit.verify({})
    const denied = (await world.as('tomasz.wisniewski@baltic-inspect.example')).rooms.delete({
      room_id,
    })
    await expect(denied).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const second = await made(world, await world.as(broker), { room_id, ...json })
    expect(second.snapshot.created_by).not.toBe(first.snapshot.created_by)
    expect(second.snapshot.content_hash).toBe(first.snapshot.content_hash)
    expect(second.bytes).toEqual(first.bytes)
  })

  test('is the same tomorrow, as long as no document comes nearer to its end', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { body: rooms } = await owner.rooms.list({ limit: 500 })
    const states = async (room_id: string) =>
      (await owner.documents.list({ room_id })).map((one) => `${one.id}${one.expiry_state}`).sort()
    const today = await Promise.all(rooms.map(({ id }) => states(id)))
    const first = await Promise.all(
      rooms.map(({ id: room_id }) => owner.snapshots.create({ room_id, ...json })),
    )
    await world.workspace.tasks.idle()
    world.clock.advance(24 * 3_600_000)
    const second = await Promise.all(
      rooms.map(({ id: room_id }) => owner.snapshots.create({ room_id, ...json })),
    )
    await world.workspace.tasks.idle()
    const seen = { same: 0, other: 0 }
    for (const [index, { id }] of rooms.entries()) {
      const unchanged = String(await states(id)) === String(today[index])
      seen[unchanged ? 'same' : 'other'] += 1
      const [before, after] = [first[index], second[index]]
      if (before === undefined || after === undefined) throw new Error('A snapshot is missing.')
      const same =
        (await ended(world, owner, before)).snapshot.content_hash ===
        (await ended(world, owner, after)).snapshot.content_hash
      expect(same, id).toBe(unchanged)
    }
    expect(seen.same).toBeGreaterThan(0)
    expect(seen.other).toBeGreaterThan(0)
  })
})

describe('other content', () => {
  test('comes from every change of what is printed, and from nothing but', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const hashes: (string | null)[] = []
    const take = async (input: { title?: string; include_messages?: boolean } = {}) => {
      hashes.push((await made(world, owner, { room_id, ...json, ...input })).snapshot.content_hash)
    }
    const [document] = await owner.documents.list({ room_id })
    const [approval] = await owner.approvals.list({ room_id })
    const [vessel] = await owner.roomVessels.list({ room_id })
    if (!document || !approval || !vessel) throw new Error('The room is empty.')
    await take()
    await take({ title: 'Before alongside' })
    await take({ include_messages: true })
    await owner.rooms.update({ room_id, location: 'Elsewhere' })
    await take()
    await owner.documents.update({ room_id, document_id: document.id, notes: 'looked at' })
    await take()
    await owner.approvals.update({ room_id, approval_id: approval.id, status: 'rejected' })
    await take()
    await owner.roomVessels.update({ room_id, vessel_id: vessel.id, flag: 'PT' })
    await take()
    await owner.rooms.transition({ room_id, new_status: 'on_hold' })
    await take()
    expect(new Set(hashes).size).toBe(hashes.length)
    const pdf = await made(world, owner, { room_id, snapshot_type: 'pdf' })
    const csv = await made(world, owner, { room_id, snapshot_type: 'csv' })
    expect(hashes).not.toContain(pdf.snapshot.content_hash)
    expect(pdf.snapshot.content_hash).not.toBe(csv.snapshot.content_hash)
    expect(csv.bytes.subarray(0, 2).toString()).toBe('PK')
  })
})

describe('a stored file that is not sound', () => {
  test('is never served; the next snapshot makes it again and says so', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const { id: room_id } = await roomOf(owner, sampleRooms.active)
    const first = await made(world, owner, { room_id, ...json })
    const sha = first.snapshot.sha256 ?? ''
    await writeFile(world.workspace.blobs.path(sha), first.bytes.fill(0x20, 10, 20))
    await expect(
      owner.snapshots.download({ room_id, snapshot_id: first.snapshot.id }),
    ).rejects.toMatchObject({ code: 'BLOB_DAMAGED' })
    const second = await made(world, owner, { room_id, ...json })
    expect(second.was_cached).toBe(false)
    expect(sha256(second.bytes)).toBe(sha)
    await owner.snapshots.download({ room_id, snapshot_id: first.snapshot.id })
    const { entries } = await owner.audit.list({ resource_type: 'blob' })
    expect(entries).toMatchObject([
      { action: 'blob.repaired', resource_id: sha, detail: { state: 'damaged' } },
      { action: 'blob.damaged', resource_id: sha, detail: { state: 'damaged' } },
    ])
  })
})
