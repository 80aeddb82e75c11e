import { spawn } from 'node:child_process'

/**
 * Runs a program in the foreground: its input and output are ours, signals reach it, and its exit
 * code is returned, 1 if a signal ended it.
 */
export function foreground(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env })
    const pass = (signal: NodeJS.Signals) => {
      // A terminal sends Ctrl-C to both of us; twice would read as "stop at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    process.on('SIGINT', pass)
    process.on('SIGTERM', pass)
    child.once('error', reject)
    child.once('exit', (code) => {
      process.off('SIGINT', pass)
      process.off('SIGTERM', pass)
      resolve(code ?? 1)
    })
  })
}
