import { existsSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

const root = import.meta.dirname

/**
 * The doors and the thread entries. Their names are their places under `out/main`, so that a door
 * finds a worker at the same relative place in the source and in the bundle.
 */
const mainEntries = ['index', 'serve', 'cli', 'workers/render', 'workers/reader']

/**
 * Stays outside the bundle. Native modules find their binary beside themselves, and piscina its
 * worker file; everything else is bundled, because loading it unbundled costs most of a start.
 */
const outside = ['better-sqlite3', '@node-rs/argon2', 'piscina']

/** jsPDF asks for these only for HTML and SVG input, which is never given to it. */
const neverNeeded = /^(?:canvg|html2canvas|dompurify|core-js)(?:\/.*)?$/

/** Puts an empty module where jsPDF would load an optional dependency. */
function leaveOut(): Plugin {
  const stub = '\0left-out'
  return {
    name: 'leave-out-optional-dependencies',
    enforce: 'pre',
    resolveId: { filter: { id: neverNeeded }, handler: () => stub },
    load: { filter: { id: /^\0left-out$/ }, handler: () => 'export default undefined' },
  }
}

/** Deep links reload at `/rooms/…`, so assets are named from the root, behind both doors. */
function baseAtRoot(): Plugin {
  return { name: 'base-at-root', config: () => ({ base: '/' }) }
}

function entriesThatExist(): Record<string, string> {
  const files = mainEntries.map((name) => [name, join(root, 'src-main', `${name}.ts`)] as const)
  return Object.fromEntries(files.filter(([, file]) => existsSync(file)))
}

export default defineConfig({
  main: {
    plugins: [leaveOut()],
    // Its Node build declares a `require` of its own, which clashes with the bundle's; the bytes are the same.
    resolve: { alias: [{ find: /^fflate$/, replacement: 'fflate/browser' }] },
    build: {
      target: 'node22',
      externalizeDeps: false,
      rolldownOptions: {
        input: entriesThatExist(),
        external: outside.flatMap((name) => [name, new RegExp(`^${name}/`)]),
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      isolatedEntries: true,
      rolldownOptions: {
        input: { index: join(root, 'src-preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: join(root, 'src-renderer'),
    plugins: [react(), baseAtRoot(), leaveOut()],
    build: {
      outDir: join(root, 'out/renderer'),
      target: 'es2023',
      minify: true,
      // The content security policy allows fonts from our own address only, never `data:`.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1500,
      rolldownOptions: { input: join(root, 'src-renderer/index.html') },
    },
  },
})
