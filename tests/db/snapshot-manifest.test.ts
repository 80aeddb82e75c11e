import { expect, test } from 'vitest'
import type { ManifestFile } from '../../src-shared/contract/manifest.ts'
import { openRoom } from '../fixtures/mutations.ts'
import { refusalOf } from '../fixtures/procedures.ts'
import { openWorld } from '../fixtures/world.ts'
import { made } from './made.ts'

const fileOf = (manifest: object) => ({ file: new File([JSON.stringify(manifest)], 'm.json') })

test('a manifest says what the file is, and is proved by the workspace that signed it', async () => {
  await using world = await openWorld()
  const owner = await world.owner()
  const { room_id } = await openRoom(owner)
  const { snapshot } = await made(world, owner, { room_id, snapshot_type: 'pdf' })
  const manifest = await owner.snapshots.manifest({ room_id, snapshot_id: snapshot.id })
  const { entries } = await owner.audit.list({ action: 'snapshot.completed', limit: 1 })
  expect(manifest).toMatchObject({
    schema: 'sts.snapshot-manifest/1',
    snapshot_id: snapshot.id,
    room_code: snapshot.room_code,
    sha256: snapshot.sha256,
    content_hash: snapshot.content_hash,
    size_bytes: snapshot.file_size,
    page_count: snapshot.page_count,
    created_by: 'owner@example.org',
    completed_at: snapshot.completed_at,
    audit_seq: entries[0]?.seq,
    exported_by: 'owner@example.org',
    algorithm: 'Ed25519',
  })
  // The trail stood no earlier than where the snapshot was completed.
  expect(manifest.seq).toBeGreaterThanOrEqual(manifest.audit_seq)

  const verified = await owner.snapshots.verify(fileOf(manifest))
  expect(verified).toMatchObject({
    known: true,
    unaltered: true,
    snapshot: { id: snapshot.id },
    manifest: {
      signature_fits: true,
      key_is_ours: true,
      differs: [],
      file_sha256: snapshot.sha256,
    },
  })
})

test('a manifest that was touched is said to be: any fact, or the signature, or another key', async () => {
  await using world = await openWorld()
  await using elsewhere = await openWorld()
  const owner = await world.owner()
  const { room_id } = await openRoom(owner)
  const { snapshot } = await made(world, owner, { room_id, snapshot_type: 'json' })
  const manifest = await owner.snapshots.manifest({ room_id, snapshot_id: snapshot.id })
  const check = async (changed: Partial<ManifestFile>) =>
    owner.snapshots.verify(fileOf({ ...manifest, ...changed }))

  for (const changed of [
    { title: 'Another' },
    { exported_by: 'nobody@example.org' },
    { at: '2020-01-01T00:00:00.000Z' },
    { seq: manifest.seq + 1 },
    { workspace_name: 'Elsewhere' },
  ]) {
    expect(await check(changed), JSON.stringify(changed)).toMatchObject({
      known: true,
      unaltered: false,
      manifest: { signature_fits: false, differs: [] },
    })
  }
  expect(await check({ created_by: 'nobody@example.org', size_bytes: 1 })).toMatchObject({
    unaltered: false,
    manifest: { signature_fits: false, differs: ['size_bytes', 'created_by'] },
  })

  // Another workspace's own manifest fits its signature, and is not known here.
  const stranger = await elsewhere.owner()
  const other = await openRoom(stranger)
  const theirs = await made(elsewhere, stranger, { room_id: other.room_id, snapshot_type: 'json' })
  const foreign = await stranger.snapshots.manifest({
    room_id: other.room_id,
    snapshot_id: theirs.snapshot.id,
  })
  expect(await owner.snapshots.verify(fileOf(foreign))).toMatchObject({
    known: false,
    unaltered: false,
    snapshot: null,
    manifest: { signature_fits: true, key_is_ours: false },
  })
})

test('what is not completed has no manifest', async () => {
  await using world = await openWorld({ runTasks: false })
  const owner = await world.owner()
  const { room_id } = await openRoom(owner)
  const { id } = await owner.snapshots.create({ room_id })
  expect(await refusalOf(owner.snapshots.manifest({ room_id, snapshot_id: id }))).toMatchObject({
    code: 'SNAPSHOT_NOT_READY',
  })
})
