/** The loopback door: REST, and the screens in a browser. */
import { parseArgs } from 'node:util'
import { closeOnSignal, defaultWorkspaceDir, openInBrowser, serve } from './http/serving.ts'
import { DomainError } from './platform/domain-error.ts'

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      workspace: { type: 'string' },
      port: { type: 'string', default: '8000' },
      host: { type: 'string', default: '127.0.0.1' },
      open: { type: 'boolean', default: false },
    },
  })
  const serving = await serve({
    dir: values.workspace ?? defaultWorkspaceDir(),
    host: values.host,
    port: Number(values.port),
    entryUrl: import.meta.url,
    mayCreate: true,
  })
  closeOnSignal(() => serving.close())
  process.stdout.write(`listening on ${serving.origin}\n`)
  process.stderr.write(`The screens are at ${serving.screensUrl}\n`)
  if (values.open) openInBrowser(serving.screensUrl)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof DomainError ? error.message : String(error)}\n`)
  process.exit(1)
})
