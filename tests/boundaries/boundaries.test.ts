import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cruise, root, sourceFiles } from './cruise.ts'

/** Which planted file breaks which rule. A rule without a line here fails the test below. */
const planted: readonly (readonly [rule: string, file: string])[] = [
  ['electron-in-its-folder', 'src-main/platform/log/asks-electron.ts'],
  ['everything-resolves', 'src-main/http/dangling.ts'],
  ['features-see-platform-only', 'src-main/features/rooms/sees-the-gate.ts'],
  ['features-through-index', 'src-main/features/audit/round-the-index.ts'],
  ['from-above-through-index', 'src-main/rpc/round-the-index.ts'],
  ['headless-doors-load-no-electron', 'src-main/serve.ts'],
  ['jspdf-in-render', 'src-main/features/rooms/prints.ts'],
  ['jspdf-stays-in-its-thread', 'src-main/cli.ts'],
  ['main-sees-no-development-packages', 'src-main/http/development.ts'],
  ['migrations-import-kysely', 'migrations/0001_reaches_out.ts'],
  ['migrations-index-lists-migrations', 'migrations/index.ts'],
  ['no-circles', 'src-shared/rules/circle-a.ts'],
  ['nobody-else-sees-the-page', 'src-main/http/sees-the-page.ts'],
  ['orpc-client-in-page-rpc', 'src-renderer/features/rooms/own-client.ts'],
  ['orpc-contract-in-contract', 'src-main/features/rooms/typed-by-orpc.ts'],
  ['orpc-server-in-rpc', 'src-renderer/rpc/serves.ts'],
  ['page-features-know-no-shell', 'src-renderer/features/rooms/knows-the-shell.ts'],
  ['page-features-through-index', 'src-renderer/features/audit/round-the-index.ts'],
  ['page-runs-in-a-browser', 'src-renderer/rpc/node-module.ts'],
  ['page-sees-no-main', 'src-renderer/rpc/sees-main.ts'],
  ['platform-sees-libraries-only', 'src-main/platform/tasks/knows-rooms.ts'],
  ['preload-hands-over-a-port', 'src-preload/index.ts'],
  ['rpc-knows-no-sql', 'src-main/rpc/holds-a-handle.ts'],
  ['rpc-sees-features-only', 'src-main/rpc/sees-the-workspace.ts'],
  ['shared-sees-nobody', 'src-shared/rules/reads-files.ts'],
  ['source-sees-no-tests', 'src-main/http/sees-a-test.ts'],
  ['sql-in-stores', 'src-main/features/rooms/service.ts'],
  ['sqlite-in-platform-db', 'src-main/platform/blobs/opens-a-database.ts'],
  ['ui-knows-no-feature', 'src-renderer/ui/knows-a-feature.ts'],
  ['workers-reach-no-door', 'src-main/workers/reaches-electron.ts'],
  ['workers-reach-no-door', 'src-main/workers/sees-a-door.ts'],
  ['workers-see-no-door', 'src-main/workers/sees-a-door.ts'],
  ['workspace-sees-no-door', 'src-main/workspace.ts'],
]

describe('the arrows between modules', async () => {
  const [project, mirror] = await Promise.all([
    cruise(root),
    cruise(join(import.meta.dirname, 'planted')),
  ])

  it('point down only', () => {
    const broken = project.summary.violations.map(
      ({ rule, from, to }) => `${rule.name}: ${from} → ${to}`,
    )
    expect(broken).toEqual([])
  })

  it('are looked for in every source file on disk', () => {
    const onDisk = sourceFiles(root)
    const own = project.modules.map((module) => module.source)
    expect(onDisk.length).toBeGreaterThan(100)
    expect(
      own.filter((file) => /^(src-|migrations)/.test(file) && /\.tsx?$/.test(file)).sort(),
    ).toEqual(onDisk)
  })

  it('are caught where each planted file breaks its rule, and nowhere else', () => {
    const caught = mirror.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`)
    const expected = planted.map(([rule, file]) => `${rule}: ${file}`)
    expect([...new Set(caught)].sort()).toEqual(expected.sort())
  })

  it('leave no rule without a planted violation', () => {
    const rules = project.summary.ruleSetUsed.forbidden.map((rule) => rule.name)
    expect([...new Set(planted.map(([rule]) => rule))].sort()).toEqual(rules.sort())
  })
})
