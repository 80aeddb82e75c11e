import type { Command } from 'commander'
import type { Making } from './audit-commands.ts'

/** `sts policy list`, `show`, `explain`, and `preview`. */
export function addPolicyCommands<Shared>(policy: Command, { command, run }: Making<Shared>): void {
  const policies = () => import('./policies.ts')

  command(policy, 'list', 'the policy sets, by priority').action((options: Shared) =>
    run(options, async (open) => (await policies()).listSets(open)),
  )
  command(policy, 'show', 'a policy set with its cadences, in words')
    .argument('<name or id>')
    .action((set: string, options: Shared) =>
      run(options, async (open) => (await policies()).showSet(open, set)),
    )
  command(policy, 'explain', 'which set decides about a room, and why every other does not')
    .argument('<room>', 'the code of the room')
    .action((room: string, options: Shared) =>
      run(options, async (open) => (await policies()).explainRoom(open, room)),
    )
  command(policy, 'preview', 'the next ten times of each cadence of a policy set')
    .argument('<name or id>')
    .action((set: string, options: Shared) =>
      run(options, async (open) => (await policies()).previewSet(open, set)),
    )
}
