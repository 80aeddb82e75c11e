import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { initWorkspace } from '../init.ts'
import { systemClock } from '../platform/clock/index.ts'
import { DomainError, systemCode } from '../platform/domain-error.ts'
import { randomIds } from '../platform/ids/index.ts'
import type { Answer } from './output.ts'
import { withSession } from './session.ts'
import { exportSnapshot, takeSnapshot } from './snapshots.ts'

/** The day on which the demonstration's story has arrived: fixed, so that two runs give equal files. */
export const demoAnchor = '2026-11-20'

/**
 * The main job from end to end: a fresh sample workspace, a snapshot of a room as PDF on disk,
 * verified, and the audit chain walked.
 */
export async function demo(options: {
  out: string
  entryUrl: string
  /** Where to keep the workspace; a temporary one, removed afterwards, where not given. */
  dir: string | undefined
}): Promise<Answer> {
  const { entryUrl } = options
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'sts-demo-')))
  const password = randomIds(systemClock).secret()
  try {
    const directory = resolve(options.out)
    await makeDirectory(directory)
    await initWorkspace({
      dir,
      entryUrl,
      owner: { email: 'owner@demo.example', name: 'Demo Owner', password },
      sample: { anchor: demoAnchor, password },
    })
    return await withSession({ dir, entryUrl, runTasks: true }, async (session) => {
      const { body } = await session.client.rooms.list({
        status: 'active',
        sort: 'code',
        direction: 'asc',
      })
      const room = body[0]
      if (room === undefined) throw new Error('The sample world has no active room.')
      const snapshot = await takeSnapshot(session, {
        room: room.code,
        format: 'pdf',
        documents: true,
        activity: true,
        approvals: true,
        messages: true,
        activityLimit: 100,
      })
      const path = await exportSnapshot(session, snapshot, { directory, force: true })
      const verified = await session.client.snapshots.verify({ sha256: snapshot.sha256 ?? '' })
      const chain = await session.client.audit.verify({})
      return {
        ok: verified.known && chain.ok,
        value: {
          path,
          sha256: snapshot.sha256,
          pages: snapshot.page_count,
          room: room.code,
          verified: verified.known && verified.unaltered,
          audit_head: chain.head,
          audit_ok: chain.ok,
        },
        lines: [
          `path        ${path}`,
          `sha256      ${snapshot.sha256}`,
          `pages       ${snapshot.page_count}`,
          `room        ${room.code}  ${room.title}`,
          `verified    ${verified.known && verified.unaltered ? 'known and unaltered' : 'NOT KNOWN'}`,
          `audit head  ${chain.head.seq} ${chain.head.hash}${chain.ok ? '' : '  BROKEN'}`,
        ],
      }
    })
  } finally {
    if (options.dir === undefined) await rm(dir, { recursive: true, force: true })
  }
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true })
  } catch (error) {
    throw new DomainError(
      'CONFLICT',
      `${directory} cannot be made a directory: a file is there, or you have no rights (${systemCode(error) ?? 'unknown'}).`,
    )
  }
}
