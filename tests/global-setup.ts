import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { initWorkspace } from '../src-main/init.ts'
import { entryUrl, passwords, sampleDay } from './fixtures/names.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A closed sample workspace; tests work on copies of it. */
    sampleWorkspace: string
  }
}

/** Plays the sample story once; every test that needs a world copies the result. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'sts-tests-'))
  const sample = join(dir, 'sample')
  await initWorkspace({
    dir: sample,
    entryUrl,
    owner: { email: 'owner@example.org', name: 'Olga Owner', password: passwords.owner },
    sample: { anchor: sampleDay, password: passwords.sample },
  })
  project.provide('sampleWorkspace', sample)
  return () => rm(dir, { recursive: true, force: true })
}
