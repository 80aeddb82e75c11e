import { type Command, Option } from 'commander'
import { coverageStatuses } from '../../src-shared/contract/enums.ts'
import type { Making } from './audit-commands.ts'
import type { CoverageFlags, RunFlags } from './runs.ts'

/** `sts run`, for a person and for a timer, and `sts coverage`. */
export function addRunCommands<Shared>(
  program: Command,
  { command, run, look }: Making<Shared> & { look: Making<Shared>['run'] },
): void {
  const one = (text: string, before: string[]) => [...before, text]

  command(program, 'run', 'take the snapshots that are due, and prune: once, for cron and timers')
    .option('--policy <name or id>', 'only what this policy set asks for')
    .option('--cadence <name>', 'only this cadence')
    .option('--room <code>', 'only this room; may be given again', one, [])
    .option('--now', 'the present period, whatever the hour: what is not due yet too')
    .option('--dry-run', 'only say what would be done')
    .action((options: Shared & RunFlags) =>
      run(options, async (open) => (await import('./runs.ts')).runOnce(open, options)),
    )
  command(program, 'coverage', 'are the snapshots there that policy asks for?')
    .option('--policy <name or id>', 'only rooms of this policy set')
    .addOption(new Option('--status <status>', 'only rooms like this').choices(coverageStatuses))
    .action((options: Shared & CoverageFlags) =>
      look(options, async (open) => (await import('./runs.ts')).showCoverage(open, options)),
    )
}
