import { describe, expect, test } from 'vitest'
import type { LocalClient } from '../../src-main/rpc/local-client.ts'
import { type DocumentStatus, documentStatuses } from '../../src-shared/contract/enums.ts'
import { openWorld } from '../fixtures/world.ts'
import { made } from './made.ts'
import { fileOf, openRoom, papers } from './papers.ts'

type Act = 'upload' | 'approve' | 'reject'
type Place = { room_id: string; document_id: string; document_type: string }

const acts: Record<Act, (client: LocalClient, place: Place) => Promise<unknown>> = {
  upload: (client, { room_id, document_type }) =>
    client.documents.upload({ room_id, document_type, file: fileOf(papers.pdf) }),
  approve: (client, { room_id, document_id }) => client.documents.approve({ room_id, document_id }),
  reject: (client, { room_id, document_id }) =>
    client.documents.reject({ room_id, document_id, note: 'not legible' }),
}
/** How a document gets into each state. */
const ways: Record<DocumentStatus, Act[]> = {
  missing: [],
  under_review: ['upload'],
  approved: ['upload', 'approve'],
  rejected: ['upload', 'reject'],
}
/** The whole table: what an act makes of each state; null: refused. */
const table: Record<DocumentStatus, Record<Act, DocumentStatus | null>> = {
  missing: { upload: 'under_review', approve: null, reject: null },
  under_review: { upload: 'under_review', approve: 'approved', reject: 'rejected' },
  approved: { upload: 'under_review', approve: null, reject: null },
  rejected: { upload: 'under_review', approve: null, reject: null },
}
const cells = documentStatuses.flatMap((from) =>
  (Object.keys(acts) as Act[]).map((act) => ({ from, act, to: table[from][act] })),
)

describe('a document', () => {
  test('goes through exactly the states of the table', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const room = await openRoom(owner)
    const documents = await owner.documents.list({ room_id: room.id })
    expect(documents.length).toBeGreaterThanOrEqual(cells.length)
    for (const [index, { from, act, to }] of cells.entries()) {
      const document = documents[index]
      if (document === undefined) throw new Error('There are too few documents.')
      const place = {
        room_id: room.id,
        document_id: document.id,
        document_type: document.type_code,
      }
      const state = async () =>
        (await owner.documents.list({ room_id: room.id })).find(({ id }) => id === document.id)
      for (const step of ways[from]) await acts[step](owner, place)
      const before = await state()
      const name = `${from} → ${act}`
      expect(before?.status, name).toBe(from)
      if (to === null) {
        await expect(acts[act](owner, place), name).rejects.toMatchObject({ code: 'CONFLICT' })
        expect(await state(), name).toEqual(before)
      } else {
        await acts[act](owner, place)
        expect((await state())?.status, name).toBe(to)
      }
    }
  })

  test('loses its review with a new file, and keeps the files before it', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const room = await openRoom(owner)
    const [first] = await owner.documents.list({ room_id: room.id })
    const input = { room_id: room.id, document_type: first?.type_code }
    const { id: document_id } = await owner.documents.upload({
      ...input,
      file: fileOf(papers.pdf, 'one.pdf'),
      expires_on: '2027-01-01',
      notes: 'from the agent',
    })
    const one = { room_id: room.id, document_id }
    const rejected = await owner.documents.reject({ ...one, note: 'page 2 is missing' })
    expect(rejected).toMatchObject({
      status: 'rejected',
      review_note: 'page 2 is missing',
      reviewed_by: 'owner@example.org',
      reviewed_at: world.clock.iso(),
    })
    world.clock.advance(60_000)
    const again = await owner.documents.upload({ ...input, file: fileOf(papers.png, 'two.png') })
    expect(again).toMatchObject({
      id: document_id,
      status: 'under_review',
      expires_on: null,
      notes: 'from the agent',
      reviewed_by: null,
      reviewed_at: null,
      review_note: null,
      uploaded_at: world.clock.iso(),
    })
    expect(again.versions.map(({ file_name }) => file_name)).toEqual(['two.png', 'one.pdf'])
  })

  test('is rejected only with a note, and says which', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const room = await openRoom(owner)
    const [first] = await owner.documents.list({ room_id: room.id })
    const { id: document_id } = await owner.documents.upload({
      room_id: room.id,
      document_type: first?.type_code,
      file: fileOf(papers.pdf),
    })
    for (const note of ['', '  \n ']) {
      await expect(
        owner.documents.reject({ room_id: room.id, document_id, note }),
      ).rejects.toMatchObject({ code: 'BAD_REQUEST', data: { issues: [{ path: ['note'] }] } })
    }
    const [still] = (await owner.documents.list({ room_id: room.id })).filter(
      (one) => one.id === document_id,
    )
    expect(still?.status).toBe('under_review')
  })

  test('of another room, or of none, is not there', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const [here, there] = [await openRoom(owner), await openRoom(owner)]
    const [other] = await owner.documents.list({ room_id: there.id })
    const one = { room_id: here.id, document_id: other?.id ?? '' }
    for (const call of [
      owner.documents.approve(one),
      owner.documents.update({ ...one, notes: 'x' }),
      owner.documents.delete(one),
      owner.documents.download(one),
    ]) {
      await expect(call).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  })
})

describe('a document that was approved and has expired', () => {
  test('is resolved through its last day and blocks from the next, everywhere at once', async () => {
    await using world = await openWorld()
    const owner = await world.owner()
    const room = await openRoom(owner)
    const room_id = room.id
    const required = room.required_documents
    const [first] = await owner.documents.list({ room_id })
    const { id: document_id } = await owner.documents.upload({
      room_id,
      document_type: first?.type_code,
      file: fileOf(papers.pdf),
      expires_on: '2026-11-21',
    })
    await owner.documents.approve({ room_id, document_id })
    const one = Math.round((1 / required) * 1000) / 10

    const told = async () => {
      const document = (await owner.documents.list({ room_id })).find(
        ({ id }) => id === document_id,
      )
      const summary = await owner.rooms.summary({ room_id })
      const listed = (await owner.rooms.list({ limit: 500 })).body.find(({ id }) => id === room_id)
      const { bytes } = await made(world, owner, { room_id, snapshot_type: 'json' })
      const model = JSON.parse(bytes.toString())
      return {
        state: document?.expiry_state,
        status: document?.status,
        resolved: document?.resolved,
        blocker: summary.blockers.find((entry) => entry.document_id === document_id)?.reason,
        progress: [
          summary.progress_percentage,
          (await owner.rooms.get({ room_id })).progress_percentage,
          listed?.progress_percentage,
          model.readiness.progress,
        ],
      }
    }
    world.clock.set('2026-11-21T23:59:59.999Z')
    expect(await told()).toEqual({
      state: 'expiring_soon',
      status: 'approved',
      resolved: true,
      blocker: undefined,
      progress: [one, one, one, one],
    })
    world.clock.advance(1)
    expect(await told()).toEqual({
      state: 'expired',
      status: 'approved',
      resolved: false,
      blocker: 'expired',
      progress: [0, 0, 0, 0],
    })
    const rows = await world.workspace.db.kysely
      .selectFrom('documents')
      .select('status')
      .where('id', '=', document_id)
      .execute()
    expect(rows).toEqual([{ status: 'approved' }])
  })
})

describe('a pending room', () => {
  test('becomes ready with its last required document, by the system, and not before', async () => {
    await using world = await openWorld({ runTasks: false })
    const owner = await world.owner()
    const { id: room_id } = await openRoom(owner)
    const required = (await owner.documents.list({ room_id })).filter((one) => one.required)
    for (const [index, { type_code }] of required.entries()) {
      const file = fileOf(papers.pdf)
      const input = { room_id, document_type: type_code, file }
      const { id: document_id } = await owner.documents.upload(input)
      expect((await owner.rooms.get({ room_id })).status).toBe('pending')
      await owner.documents.approve({ room_id, document_id })
      const last = index === required.length - 1
      expect((await owner.rooms.get({ room_id })).status).toBe(last ? 'ready' : 'pending')
    }
    const { entries } = await owner.audit.list({ room_id, action: 'room.transitioned' })
    expect(entries).toMatchObject([
      { actor_email: 'system', source: 'system', detail: { from: 'pending', to: 'ready' } },
    ])
  })
})
