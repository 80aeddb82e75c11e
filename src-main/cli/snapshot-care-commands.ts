import { type Command, Option } from 'commander'
import { type RestoreMode, restoreModes } from '../../src-shared/contract/snapshots.ts'
import type { Making } from './audit-commands.ts'

/** `sts snapshot compare`, `hold`, `release`, `delete`, and `restore`. */
export function addSnapshotCareCommands<Shared>(
  snapshot: Command,
  { command, run }: Making<Shared>,
): void {
  const care = () => import('./snapshot-care.ts')

  command(snapshot, 'compare', 'what differs between two snapshots of a room')
    .argument('<from>', 'the id of the first')
    .argument('<to>', 'the id of the second')
    .action((from: string, to: string, options: Shared) =>
      run(options, async (open) => (await care()).compare(open, from, to)),
    )

  command(snapshot, 'hold', 'keep a snapshot: nobody and no rule can delete it')
    .argument('<id>', 'the snapshot’s id')
    .requiredOption('--reason <text>', 'why')
    .option('--until <time>', 'until this moment, such as 2027-01-31T00:00:00Z')
    .action((id: string, options: Shared & { reason: string; until?: string }) =>
      run(options, async (open) => (await care()).hold(open, id, options)),
    )

  command(snapshot, 'release', 'end a hold')
    .argument('<id>', 'the snapshot’s id')
    .requiredOption('--reason <text>', 'why')
    .action((id: string, options: Shared & { reason: string }) =>
      run(options, async (open) => (await care()).release(open, id, options.reason)),
    )

  command(
    snapshot,
    'delete',
    'delete snapshots of one room; shows what goes, and goes on with --yes',
  )
    .argument('<id...>', 'the snapshots’ ids')
    .requiredOption('--reason <text>', 'why')
    .option('--yes', 'delete what is shown')
    .action((ids: string[], options: Shared & { reason: string; yes?: boolean }) =>
      run(options, async (open) => (await care()).remove(open, ids, options)),
    )

  command(snapshot, 'restore', 'open a snapshot as a new room, or roll its room back to it')
    .argument('<id or file>', 'the snapshot’s id, or the file of a JSON snapshot')
    .addOption(
      new Option('--mode <mode>', 'of a snapshot').choices(restoreModes).default('new_room'),
    )
    .option('--yes', 'roll back as it is shown')
    .option('--override', 'open a file although this workspace did not make it as it is')
    .action(
      (
        subject: string,
        options: Shared & { mode: RestoreMode; yes?: boolean; override?: boolean },
      ) => run(options, async (open) => (await care()).restore(open, subject, options)),
    )
}
