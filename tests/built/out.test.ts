/** Checks on what the build made. They need `out/`: run `npm run build` first. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import vm from 'node:vm'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'

const OUT = path.resolve(import.meta.dirname, '../../out')

function filesBelow(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) throw new Error(`${folder} is not there: run "npm run build" first`)
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
}

/** What a built module imports, statically or dynamically, as it is written there. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const pattern = /(?:\bfrom|\bimport)\s*\(?\s*["']([^"'\n]+)["']/g
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? [])
}

/** All built modules that an entry can come to load. */
function reachableFrom(entry: string): Set<string> {
  const reached = new Set<string>()
  const waiting = [entry]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue
    reached.add(file)
    for (const name of importsOf(file)) {
      const target = path.resolve(path.dirname(file), name)
      if (name.startsWith('.') && existsSync(target)) waiting.push(target)
    }
  }
  return reached
}

describe('the preload', () => {
  const folder = path.join(OUT, 'preload')

  it('is one CommonJS file: a sandboxed preload can load no other', () => {
    expect(filesBelow(folder, /./).map((file) => path.relative(folder, file))).toEqual([
      'index.cjs',
    ])
    const text = readFileSync(path.join(folder, 'index.cjs'), 'utf8')
    // A script, not a module: this throws on import and export.
    expect(new vm.Script(text)).toBeInstanceOf(vm.Script)
    expect([...text.matchAll(/require\(["']([^"']+)["']\)/g)].map((match) => match[1])).toEqual([
      'electron',
    ])
  })

  it('exposes nothing by the context bridge', () => {
    expect(readFileSync(path.join(folder, 'index.cjs'), 'utf8')).not.toContain('contextBridge')
  })
})

describe('addresses of the development', () => {
  it.each(['main', 'preload', 'renderer'])('are not in out/%s', (part) => {
    const files = filesBelow(path.join(OUT, part), /\.(?:js|mjs|cjs|html|css)$/)
    expect(files.length).toBeGreaterThan(0)
    const withDevAddress = files.filter((file) =>
      /localhost:5173|127\.0\.0\.1:5173|\/@vite\/client|\/@react-refresh/.test(
        readFileSync(file, 'utf8'),
      ),
    )
    expect(withDevAddress).toEqual([])
  })
})

describe('the page', () => {
  const html = (): string => readFileSync(path.join(OUT, 'renderer/index.html'), 'utf8')

  it('has no script in itself: the policy would refuse it', () => {
    const scripts = [...html().matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)]
    expect(scripts.length).toBeGreaterThan(0)
    for (const [, attributes = '', content = ''] of scripts) {
      expect(attributes).toContain('src=')
      expect(content.trim()).toBe('')
    }
    expect(html()).not.toMatch(/\son[a-z]+=/i)
  })

  it('loads everything from its own address, from the root', () => {
    const addresses = [...html().matchAll(/\b(?:src|href)="([^"]*)"/g)].map((match) => match[1])
    expect(addresses.length).toBeGreaterThan(0)
    expect(addresses.filter((address) => !/^\/(?!\/)/.test(address ?? ''))).toEqual([])
  })
})

describe('Electron', () => {
  const main = path.join(OUT, 'main')

  it('is imported by the desktop door', () => {
    expect(importsOf(path.join(main, 'index.js'))).toContain('electron')
  })

  it.each(['serve.js', 'cli.js', 'workers/render.js', 'workers/reader.js'])(
    'is never reached from %s, which runs under plain Node',
    (entry) => {
      const modules = [...reachableFrom(path.join(main, entry))]
      expect(modules.filter((file) => importsOf(file).includes('electron'))).toEqual([])
    },
  )
})

describe('the thread entries', () => {
  it.each(['render.js', 'reader.js'])('%s loads in a thread of plain Node', async (name) => {
    const url = pathToFileURL(path.join(OUT, 'main/workers', name)).href
    const worker = new Worker(
      "import(require('node:worker_threads').workerData).then(() => process.exit(0))",
      { eval: true, workerData: url },
    )
    const code = await new Promise<number>((resolve, reject) => {
      worker.once('error', reject)
      worker.once('exit', resolve)
    })
    expect(code).toBe(0)
  })
})
