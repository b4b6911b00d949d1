import { spawn } from 'node:child_process'
import type { Environment } from './environment'
import { guarded } from './guarded'

export type RunOptions = { cwd?: string; env?: Environment; account?: { uid: number; gid: number }; onOutput?: (text: string) => void }

/**
 * Runs a program to its end and returns what it wrote. It ends with us, even by kill -9.
 * @throws Error with the end of its output when it does not exit with 0.
 */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const guard = guarded('TERM', 'KILL', command, args)
  const child = spawn(guard.command, guard.args, {
    cwd: options.cwd,
    env: (options.env ?? process.env) as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...options.account,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      options.onOutput?.(chunk.toString())
    })
  }
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0)
    throw new Error(`${[command, ...args].join(' ').slice(0, 200)} failed with code ${code}:\n${output.trimEnd().slice(-2_000)}`)
  return output
}
