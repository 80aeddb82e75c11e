import { type Command, InvalidArgumentError, Option } from 'commander'
import { auditOutcomes, auditSources } from '../../src-shared/contract/enums.ts'
import type { Answer } from './output.ts'
import type { Session } from './session.ts'

/** How a command is made and run, as the program has it for all of them. */
export interface Making<Shared> {
  command(parent: Command, name: string, description: string): Command
  run(options: Shared, work: (session: Session) => Promise<Answer>): Promise<void>
}

/** `--room-id` of the command line → `room_id` of the contract. */
const filterFlags = [
  ['q', '--q <text>', 'that have these words, or words that begin like them'],
  ['actor', '--actor <email>', 'of this person'],
  ['action', '--action <action>', 'such as document.approved'],
  ['resource_type', '--resource-type <type>', 'about a thing of this kind'],
  ['resource_id', '--resource-id <id>', 'about this thing'],
  ['room_id', '--room-id <id>', 'in this room'],
  ['organization_id', '--organization-id <id>', 'of this organization'],
  ['terminal_id', '--terminal-id <id>', 'at this terminal'],
  ['vessel_id', '--vessel-id <id>', 'about this vessel'],
  ['from', '--from <time>', 'from this moment on, such as 2026-11-20T00:00:00Z'],
  ['to', '--to <time>', 'before this moment'],
] as const

type FilterFlags = { [Name in (typeof filterFlags)[number][0]]?: string } & {
  outcome?: (typeof auditOutcomes)[number]
  source?: (typeof auditSources)[number]
}

/** `sts audit verify`, `checkpoint`, and `export`. */
export function addAuditCommands<Shared>(audit: Command, { command, run }: Making<Shared>): void {
  command(audit, 'verify', 'walk the chain and name the first broken entry')
    .option('--from <seq>', 'start after the entry before this one', wholeNumber)
    .option('--checkpoint <file>', 'hold the trail against a checkpoint that was kept elsewhere')
    .action((options: Shared & { from?: number; checkpoint?: string }) =>
      run(options, async (open) => (await import('./audit.ts')).verifyAudit(open, options)),
    )

  command(audit, 'checkpoint', 'sign the head of the trail, to be kept somewhere else')
    .option('--out <file>', 'where to; its own name in this directory where not given')
    .option('--force', 'overwrite the file if it is there')
    .action((options: Shared & { out?: string; force?: boolean }) =>
      run(options, async (open) => (await import('./audit.ts')).exportCheckpoint(open, options)),
    )

  const exporting = command(
    audit,
    'export',
    'the whole trail, or what a filter leaves, oldest first',
  )
    .addOption(
      new Option('--format <format>', 'of the file').choices(['csv', 'jsonl']).default('csv'),
    )
    .option('--out <file>', 'where to; standard output where not given')
    .option('--force', 'overwrite the file if it is there')
    .addOption(new Option('--outcome <outcome>', 'only these').choices(auditOutcomes))
    .addOption(new Option('--source <source>', 'only from this door').choices(auditSources))
  for (const [, flags, description] of filterFlags) exporting.option(flags, `only ${description}`)
  exporting.action(
    (
      options: Shared & { format: 'csv' | 'jsonl'; out?: string; force?: boolean } & Record<
          string,
          unknown
        >,
    ) =>
      run(options, async (open) =>
        (await import('./audit.ts')).exportAudit(open, { ...options, filter: filterOf(options) }),
      ),
  )
}

/** What commander read (`roomId`), as the contract calls it (`room_id`). */
function filterOf(options: Record<string, unknown>): FilterFlags {
  const names = [...filterFlags.map(([name]) => name), 'outcome', 'source']
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = options[name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}
