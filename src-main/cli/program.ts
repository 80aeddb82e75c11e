import { inspect } from 'node:util'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import {
  type ImportKind,
  importKinds,
  type SnapshotFormat,
  snapshotFormats,
} from '../../src-shared/contract/enums.ts'
import { addAuditCommands, type Making, wholeNumber } from './audit-commands.ts'
import type { Answer } from './output.ts'
import { addPolicyCommands } from './policy-commands.ts'
import { addRunCommands } from './run-commands.ts'
import { addSnapshotCareCommands } from './snapshot-care-commands.ts'
import type { ExportOptions } from './snapshots.ts'

interface Shared {
  workspace?: string
  json?: boolean
}

/**
 * Reads a command line and does what it says. Everything that a command needs is loaded by that
 * command, so that `sts --version` answers at once.
 * @param argv as `process.argv`
 * @returns the exit status: 0 done, 1 failed, 2 wrong usage
 */
export async function runCommandLine(argv: readonly string[], entryUrl: string): Promise<number> {
  let status = 0
  const finish = async (shared: Shared, work: () => Promise<Answer>) => {
    const { print } = await import('./output.ts')
    const answer = await work()
    print(answer, shared.json === true)
    status = answer.ok === false ? 1 : 0
  }
  const program = buildProgram(entryUrl, finish, argv.includes('--json'))
  try {
    await program.parseAsync([...argv])
    return status
  } catch (error) {
    const asJson = argv.includes('--json')
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0
      const message = error.message.replace(/^error: /, '')
      if (asJson) process.stderr.write(`${JSON.stringify({ code: 'BAD_REQUEST', message })}\n`)
      return 2
    }
    const failure = await failureIn(error)
    process.stderr.write(asJson ? `${JSON.stringify(failure)}\n` : `sts: ${failure.message}\n`)
    return failure.code === 'BAD_REQUEST' ? 2 : 1
  }
}

/** What went wrong, for people and programs; a bug is told as one, with its place for whoever mends it. */
async function failureIn(error: unknown): Promise<{ code: string; message: string }> {
  const { failureOf } = await import('../rpc/local-client.ts')
  try {
    return failureOf(error)
  } catch {
    const hint =
      process.env['STS_DEBUG'] === '1' ? `\n${inspect(error)}` : ' (STS_DEBUG=1 tells more)'
    return { code: 'INTERNAL_SERVER_ERROR', message: `Something went wrong.${hint}` }
  }
}

type Finish = (shared: Shared, work: () => Promise<Answer>) => Promise<void>

function buildProgram(entryUrl: string, finish: Finish, asJson: boolean): Command {
  const program = new Command('sts')
    .description('Keeps the record of ship-to-ship clearance rooms.')
    .version(packageJson.version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: (text, write) => (asJson ? undefined : write(text)) })
  const command = (parent: Command, name: string, description: string) =>
    parent
      .command(name)
      .description(description)
      .addOption(new Option('--workspace <dir>', 'the workspace’s directory').env('STS_WORKSPACE'))
      .option('--json', 'the result as JSON, for programs')
  const session = async (
    options: Shared,
    runTasks: boolean,
    work: (session: import('./session.ts').Session) => Promise<Answer>,
  ) => {
    const { withSession } = await import('./session.ts')
    return withSession({ dir: await dirOf(options), entryUrl, runTasks }, work)
  }

  command(program, 'init', 'make a workspace')
    .requiredOption('--email <email>', 'the owner’s e-mail')
    .requiredOption('--name <name>', 'the owner’s name')
    .option('--organization <name>', 'the owner’s organization')
    .option('--sample', 'with the sample world')
    .option('--password-stdin', 'read the owner’s password from standard input')
    .action((options: Shared & InitFlags) =>
      finish(options, async () => {
        const { init } = await import('./init.ts')
        return init({ ...options, dir: await dirOf(options), entryUrl })
      }),
    )

  command(program, 'demo', 'the main job from end to end, on a sample workspace')
    .option('--out <dir>', 'where to write the PDF', 'demo-out')
    .action((options: Shared & { out: string }) =>
      finish(options, async () => {
        const { demo } = await import('./demo.ts')
        return demo({ out: options.out, entryUrl, dir: options.workspace })
      }),
    )

  const snapshot = program
    .command('snapshot')
    .description('take, compare, keep, restore, and verify snapshots')
  command(snapshot, 'create', 'take a snapshot of a room')
    .requiredOption('--room <code>', 'the room’s operation code')
    .addOption(
      new Option('--format <format>', 'of the file').choices(snapshotFormats).default('pdf'),
    )
    .option('--title <title>', 'its title; a name with room and time where not given')
    .option('--out <file>', 'also write the file here')
    .option('--force', 'overwrite the file if it is there')
    .option('--no-documents', 'leave the documents out')
    .option('--no-activity', 'leave the activity out')
    .option('--no-approvals', 'leave the approvals out')
    .option('--messages', 'with the messages', false)
    .option('--activity-limit <n>', 'how many entries of activity, newest first', wholeNumber, 100)
    .action((options: Shared & SnapshotFlags) =>
      finish(options, () =>
        session(options, true, async (open) => {
          const { exportSnapshot, takeSnapshot } = await import('./snapshots.ts')
          const made = await takeSnapshot(open, options)
          const path =
            options.out === undefined
              ? undefined
              : await exportSnapshot(open, made, {
                  file: options.out,
                  directory: '.',
                  force: options.force === true,
                })
          return {
            value: { ...made, path: path ?? null },
            lines: [
              `${made.id}  ${made.snapshot_type}  ${made.file_size} bytes  ${made.page_count === null ? '' : `${made.page_count} pages`}`,
              `sha256  ${made.sha256}`,
              ...(path === undefined ? [] : [`path    ${path}`]),
            ],
          }
        }),
      ),
    )
  command(snapshot, 'list', 'snapshots, newest first')
    .option('--room <code>', 'only of this room')
    .action((options: Shared & { room?: string }) =>
      finish(options, () =>
        session(options, false, async (open) =>
          (await import('./snapshots.ts')).listSnapshots(open, options.room),
        ),
      ),
    )
  command(snapshot, 'export', 'copy snapshots’ files out of the workspace: all of them, or none')
    .argument('<id...>', 'the ids of the snapshots')
    .option('--out <file>', 'where to, for one; its own name where not given')
    .option('--directory <directory>', 'where to, under their own names', '.')
    .option('--manifest', 'and beside each what it is, signed: <file>.manifest.json')
    .option('--force', 'overwrite files that are there')
    .action((ids: string[], options: Shared & ExportOptions) =>
      finish(options, () =>
        session(options, false, async (open) =>
          (await import('./snapshots.ts')).exportSnapshots(open, ids, options),
        ),
      ),
    )
  command(snapshot, 'verify', 'is this file one of ours, and unaltered?')
    .argument('<file>')
    .action((file: string, options: Shared) =>
      finish(options, () =>
        session(options, false, async (open) =>
          (await import('./snapshots.ts')).verifyFile(open, file),
        ),
      ),
    )

  const making: Making<Shared> = {
    command,
    run: (options, work) => finish(options, () => session(options, false, work)),
  }
  addSnapshotCareCommands(snapshot, making)
  addRunCommands(program, {
    command,
    run: (options, work) => finish(options, () => session(options, true, work)),
    look: making.run,
  })
  addPolicyCommands(program.command('policy').description('what automation goes by'), making)
  addAuditCommands(program.command('audit').description('the audit trail'), making)

  command(program, 'import', 'take over what a predecessor left')
    .argument('<file>', 'sts_clearance.db, policy rules as JSON, or exclusions as CSV')
    .addOption(
      new Option('--kind <kind>', 'what the file is; looked at where not given').choices(
        importKinds,
      ),
    )
    .option('--dry-run', 'only say what would be taken')
    .option('--files <dir>', 'the documents’ files; each is known by its SHA-256')
    .action(
      (file: string, options: Shared & { kind?: ImportKind; dryRun?: boolean; files?: string }) =>
        finish(options, () =>
          session(options, false, async (open) =>
            (await import('./imports.ts')).importFile(open, file, options),
          ),
        ),
    )

  const db = program.command('db').description('the database')
  command(db, 'status', 'which migrations it has').action((options: Shared) =>
    finish(options, async () => (await import('./care.ts')).databaseStatus(await dirOf(options))),
  )
  command(db, 'migrate', 'run the migrations that wait, after a copy').action((options: Shared) =>
    finish(options, async () => {
      const { databaseStatus } = await import('./care.ts')
      // Opening a workspace is what migrates it; there is one way to do it.
      await session(options, false, async () => ({ value: null, lines: [] }))
      return databaseStatus(await dirOf(options))
    }),
  )

  command(program, 'doctor', 'look whether everything is in order').action((options: Shared) =>
    finish(options, async () => (await import('./care.ts')).doctor(await dirOf(options), entryUrl)),
  )

  program
    .command('serve')
    .description('open the REST interface and the screens on the loopback address')
    .addOption(new Option('--workspace <dir>', 'the workspace’s directory').env('STS_WORKSPACE'))
    .option('--port <port>', 'the port; 0 for any that is free', portNumber, 8000)
    .option('--host <host>', '127.0.0.1, ::1, or localhost', '127.0.0.1')
    .action(async (options: Shared & { port: number; host: string }) => {
      const { closeOnSignal, serve } = await import('../http/serving.ts')
      const serving = await serve({
        ...options,
        dir: await dirOf(options),
        entryUrl,
        mayCreate: false,
      })
      closeOnSignal(() => serving.close())
      process.stdout.write(`listening on ${serving.origin}\n`)
      process.stderr.write(`The screens are at ${serving.screensUrl}\n`)
    })
  for (const one of [
    program,
    ...program.commands,
    ...program.commands.flatMap((each) => each.commands),
  ]) {
    one.exitOverride()
  }
  return program
}

interface InitFlags {
  email: string
  name: string
  organization?: string
  sample?: boolean
  passwordStdin?: boolean
}

interface SnapshotFlags {
  room: string
  format: SnapshotFormat
  title?: string
  out?: string
  force?: boolean
  documents: boolean
  activity: boolean
  approvals: boolean
  messages: boolean
  activityLimit: number
}

/** The named workspace, else the one that the desktop door would open. */
async function dirOf(options: Shared): Promise<string> {
  return options.workspace ?? (await import('../http/serving.ts')).defaultWorkspaceDir()
}

function portNumber(text: string): number {
  const port = wholeNumber(text)
  if (port > 65_535) throw new InvalidArgumentError('A port is a number up to 65535.')
  return port
}
