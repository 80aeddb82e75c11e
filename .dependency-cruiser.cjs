/**
 * Arrows point down only: doors → workspace → rpc → features → platform → libraries. Contract and
 * rules are seen by all and see nobody. `tests/boundaries` plants one violation for each rule.
 *
 * Paths of packages are not anchored, because the planted tree lies deeper than the real one.
 */

const contractLibraries = ['zod', '@orpc/contract', 'canonicalize', 'papaparse']

const inPackage = (...names) => `(^|/)node_modules/(@types/)?(${names.join('|')})/`
const doors = '^src-main/(electron|http|cli)/|^src-main/(index|serve|cli|desktop-[^/]+)\\.ts$'
const inFeature = '^src-main/features/[^/]+/'
/** A feature's store, or that of one of its parts (`policies/runs/`). */
const stores = ['', '[^/]+/'].flatMap((part) => [
  `${inFeature}${part}store/`,
  `${inFeature}${part}store\\.ts$`,
  `${inFeature}${part}[^/]+-store\\.ts$`,
])

/** @param {string} name @param {string} comment @param {object} from @param {object} to */
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    // ---- whole house
    never('no-circles', 'Two modules that need each other are one module.', {}, { circular: true }),
    never(
      'everything-resolves',
      'An import that finds no file or package.',
      {},
      { couldNotResolve: true },
    ),
    never(
      'source-sees-no-tests',
      'What is shipped knows nothing of tests, benches, scripts and built files.',
      { path: '^(src-[a-z]+|migrations)/' },
      { path: '^(tests|bench|scripts|bin|out|dist)/' },
    ),
    never(
      'main-sees-no-development-packages',
      'The packaged application holds `dependencies` only; electron is there by itself.',
      { path: '^(src-main|src-shared|migrations)/' },
      {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm', 'type-only'],
        pathNot: inPackage('electron'),
      },
    ),

    // ---- contract and rules
    never(
      'shared-sees-nobody',
      'Contract and rules import each other, the shipped tables, and a few pure libraries.',
      { path: '^src-shared/' },
      {
        pathNot: ['^src-shared/', '^resources/[^/]+\\.json$', inPackage(...contractLibraries)],
      },
    ),

    // ---- the page
    never(
      'page-sees-no-main',
      'The renderer sees contract and rules, never src-main.',
      { path: '^src-renderer/' },
      { path: '^(src-main|src-preload|migrations)/' },
    ),
    never(
      'page-runs-in-a-browser',
      'No Node modules in the renderer.',
      { path: '^src-renderer/' },
      { dependencyTypes: ['core'] },
    ),
    never(
      'ui-knows-no-feature',
      'Components of ui/ know no feature, no server and no remembered state.',
      { path: '^src-renderer/ui/' },
      { path: '^src-renderer/(app|features|rpc|state)/' },
    ),
    never(
      'page-features-know-no-shell',
      'The shell composes the features, not the other way round.',
      { path: '^src-renderer/(features|rpc|state)/' },
      { path: '^src-renderer/app/' },
    ),
    never(
      'page-features-through-index',
      "Between screens' features only through the other's index.",
      { path: '^src-renderer/features/([^/]+)/' },
      {
        path: '^src-renderer/features/[^/]+/',
        pathNot: ['^src-renderer/features/$1/', '/index\\.tsx?$'],
      },
    ),
    never(
      'nobody-else-sees-the-page',
      'Nothing but the renderer imports the renderer.',
      { pathNot: '^src-renderer/' },
      { path: '^src-renderer/' },
    ),
    never(
      'preload-hands-over-a-port',
      'The preload script knows electron and nothing else.',
      { path: '^src-preload/' },
      { pathNot: [inPackage('electron'), '^src-preload/'] },
    ),

    // ---- arrows point down
    never(
      'workspace-sees-no-door',
      'doors → workspace: the composition root and the sample story know no door.',
      { path: '^src-main/(workspace|init|sample)' },
      { path: doors },
    ),
    never(
      'rpc-sees-features-only',
      'workspace → rpc → features: the gate and the router know no workspace, door or worker.',
      { path: '^src-main/rpc/' },
      { path: '^src-main/', pathNot: '^src-main/(rpc|features|platform)/' },
    ),
    never(
      'features-see-platform-only',
      'rpc → features → platform: a feature knows no router, workspace, door or worker.',
      { path: '^src-main/features/' },
      { path: '^src-main/', pathNot: '^src-main/(features|platform)/' },
    ),
    never(
      'platform-sees-libraries-only',
      'Nothing in platform/ knows what a room is.',
      { path: '^src-main/platform/' },
      { path: '^(src-main|migrations)/', pathNot: '^src-main/platform/' },
    ),
    never(
      'features-through-index',
      "Between features only through the other's index.ts.",
      { path: '^src-main/features/([^/]+)/' },
      {
        path: '^src-main/features/[^/]+/',
        pathNot: ['^src-main/features/$1/', '^src-main/features/[^/]+/index\\.ts$'],
      },
    ),
    never(
      'from-above-through-index',
      'What stands above the features calls them through their index.ts too.',
      { path: '^src-main/', pathNot: '^src-main/(features|platform|workers)/' },
      { path: '^src-main/features/[^/]+/', pathNot: '^src-main/features/[^/]+/index\\.ts$' },
    ),

    // ---- who knows which library
    never(
      'sqlite-in-platform-db',
      'Only platform/db imports better-sqlite3.',
      { pathNot: '^(src-main/platform/db|bench|tests|scripts)/' },
      { path: inPackage('better-sqlite3') },
    ),
    never(
      'sql-in-stores',
      'SQL lives in features/*/store.ts, platform/db and migrations.',
      { path: '^src-', pathNot: ['^src-main/platform/db/', ...stores] },
      { path: inPackage('kysely') },
    ),
    never(
      'rpc-knows-no-sql',
      'The router and the gate hold no database handle.',
      { path: '^src-main/rpc/' },
      { path: '^src-main/platform/db/' },
    ),
    never(
      'migrations-import-kysely',
      'A migration is history: it imports kysely and nothing else.',
      { path: '^migrations/', pathNot: '^migrations/index\\.ts$' },
      { pathNot: inPackage('kysely') },
    ),
    never(
      'migrations-index-lists-migrations',
      'The list of migrations knows migrations and the type of one.',
      { path: '^migrations/index\\.ts$' },
      { pathNot: ['^migrations/', inPackage('kysely')] },
    ),
    never(
      'jspdf-in-render',
      'Only the render thread and snapshots/render know jsPDF.',
      { pathNot: '^src-main/(workers/render\\.ts$|features/snapshots/render/)|^(bench|tests)/' },
      { path: inPackage('jspdf', 'jspdf-autotable') },
    ),
    never(
      'jspdf-stays-in-its-thread',
      'No door loads jsPDF by any road: a page break must not hold up a click.',
      { path: '^src-main/[^/]+\\.ts$' },
      { path: inPackage('jspdf', 'jspdf-autotable'), reachable: true },
    ),
    never(
      'electron-in-its-folder',
      'Only src-main/electron imports electron, and the preload script its ipcRenderer.',
      { pathNot: '^(src-main/electron/|src-preload/index\\.ts$)' },
      { path: inPackage('electron') },
    ),
    never(
      'headless-doors-load-no-electron',
      'Outside Electron importing it throws: no road from these doors may lead to it.',
      { path: '^src-main/(serve|cli|workspace)\\.ts$|^src-main/http/' },
      { path: [inPackage('electron'), '^src-main/electron/'], reachable: true },
    ),
    never(
      'workers-see-no-door',
      'Thread entries import neither a door nor what composes the program.',
      { path: '^src-main/workers/' },
      { path: [doors, '^src-main/(rpc|sample|workspace|init)', inPackage('electron')] },
    ),
    never(
      'workers-reach-no-door',
      'No road from a thread entry leads to a door or to electron.',
      { path: '^src-main/workers/' },
      { path: [doors, inPackage('electron')], reachable: true },
    ),
    never(
      'orpc-server-in-rpc',
      'Version 2 of oRPC changes its types: the server side is known in rpc/ alone.',
      { pathNot: '^(src-main/rpc|tests|bench)/' },
      { path: inPackage('@orpc/(server|openapi|zod|json-schema)') },
    ),
    never(
      'orpc-contract-in-contract',
      'Below rpc/ nothing carries an oRPC type.',
      { path: '^src-main/', pathNot: '^src-main/rpc/' },
      { path: inPackage('@orpc/[^/]+') },
    ),
    never(
      'orpc-client-in-page-rpc',
      'One client in the renderer, which chooses port or WebSocket.',
      { path: '^src-renderer/', pathNot: '^src-renderer/rpc/' },
      { path: inPackage('@orpc/[^/]+') },
    ),
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^(out|dist|tests/boundaries/planted)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
}
