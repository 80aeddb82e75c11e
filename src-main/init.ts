import { existsSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import catalogue from '../resources/document-types.json' with { type: 'json' }
import matrix from '../resources/permission-matrix.json' with { type: 'json' }
import { minimumPasswordLength } from '../src-shared/contract/accounts.ts'
import { insertMatrix } from './features/access/index.ts'
import { systemCall } from './features/audit/index.ts'
import { documentTypeRows, insertTypes } from './features/registry/index.ts'
import { settableClock, systemClock } from './platform/clock/index.ts'
import { badField } from './platform/domain-error.ts'
import { randomIds, seededIds } from './platform/ids/index.ts'
import { playStory } from './sample/play.ts'
import { sampleStory } from './sample/story.ts'
import { checkEmpty, databaseName, openWorkspace, type Workspace } from './workspace.ts'

export interface InitOptions {
  dir: string
  entryUrl: string
  owner: { email: string; name: string; password: string }
  /** The owner's organization; made when it is not there. */
  organization?: string | undefined
  /** The sample world, as it stands on a day, and the password of its accounts. */
  sample?: { anchor: string; password: string } | undefined
}

/**
 * Makes a workspace: database, catalogue, permission matrix, the sample world where asked for, and
 * its owner, a superadmin. A failure leaves nothing behind.
 */
export async function initWorkspace(options: InitOptions): Promise<void> {
  const { dir, entryUrl, owner, organization, sample } = options
  if (owner.password.length < minimumPasswordLength) {
    throw badField('password', `must have at least ${minimumPasswordLength} characters`)
  }
  checkEmpty(dir)
  const wasThere = existsSync(dir)
  const outermost = outermostMissing(dir)
  try {
    await foundation(options)
    if (sample !== undefined) await addSample(options, sample)
    const workspace = await openWorkspace({ dir, entryUrl, runTasks: false })
    try {
      await addOwner(workspace, owner, organization)
    } finally {
      await workspace.close()
    }
  } catch (error) {
    if (!wasThere) rmSync(outermost, { recursive: true, force: true })
    else for (const made of madeHere) rmSync(join(dir, made), { recursive: true, force: true })
    throw error
  }
}

/** The first of the directories on the way to this one that has yet to be made. */
function outermostMissing(dir: string): string {
  const parent = dirname(resolve(dir))
  return existsSync(parent) ? resolve(dir) : outermostMissing(parent)
}

const madeHere = [
  databaseName,
  `${databaseName}-wal`,
  `${databaseName}-shm`,
  'workspace.lock',
  'workspace.lock.pid',
  'logs',
  'blobs',
  'tmp',
]

/** With a story, an hour before its first step: the workspace is older than anything in it. */
async function foundation({ dir, entryUrl, organization, sample }: InitOptions): Promise<void> {
  const first = sample === undefined ? undefined : sampleStory(sample.anchor)[0]?.at
  const clock =
    first === undefined
      ? systemClock
      : settableClock(new Date(Date.parse(first) - 3_600_000).toISOString())
  const workspace = await openWorkspace({ dir, entryUrl, create: true, runTasks: false, clock })
  const ids = sample === undefined ? randomIds(clock) : seededIds('foundation', clock)
  try {
    await workspace.services.audit.change(systemCall(), async ({ trx, record }) => {
      const at = clock.iso()
      const name = organization ?? (sample === undefined ? 'Workspace' : 'Sample workspace')
      await workspace.settings.setWorkspaceName(trx, name, 'system', at)
      await insertTypes(trx, documentTypeRows(catalogue.document_types, ids))
      await insertMatrix(trx, {
        version: 1,
        matrix: JSON.stringify(matrix),
        comment: 'as delivered',
        created_by: 'system',
        created_at: at,
      })
      await record({
        action: 'workspace.created',
        resource_type: 'workspace',
        resource_id: null,
        detail: {
          name,
          document_types: catalogue.document_types.length,
          sample: sample !== undefined,
        },
      })
    })
  } finally {
    await workspace.close()
  }
}

async function addSample(
  { dir, entryUrl }: InitOptions,
  sample: NonNullable<InitOptions['sample']>,
): Promise<void> {
  const story = sampleStory(sample.anchor)
  const clock = settableClock(story[0]?.at ?? `${sample.anchor}T00:00:00.000Z`)
  const workspace = await openWorkspace({
    dir,
    entryUrl,
    runTasks: false,
    clock,
    ids: (its) => seededIds('sample', its),
  })
  try {
    await playStory(workspace, story, clock, sample.password)
  } finally {
    await workspace.close()
  }
}

async function addOwner(
  workspace: Workspace,
  owner: InitOptions['owner'],
  organization: string | undefined,
): Promise<void> {
  const { accounts, registry } = workspace.services
  const { organizations } = registry
  const its =
    organization === undefined
      ? undefined
      : ((await organizations.named(organization)) ??
        (await organizations.create({ name: organization, kind: 'other' }, systemCall())))
  await accounts.create(
    { ...owner, console_role: 'superadmin', organization_id: its?.id ?? null },
    systemCall(),
  )
}
