import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { KEPT, ROOT } from '../paths'
import type { Environment } from '../processes/environment'
import { guarded } from '../processes/guarded'

export type StepResult = { code: number | null; output: string }

/** Where the whole output of every program lies that a test command ran. */
export const TEST_LOGS = join(KEPT, 'test-logs')

/** Runs one of the npm packages' programs, or any other on this Node, to its end, whatever that end is. It ends with us, even by kill -9. */
export async function runStep(name: string, args: readonly string[], env: Environment = {}): Promise<StepResult> {
  const logFile = join(TEST_LOGS, `${name}.log`)
  mkdirSync(dirname(logFile), { recursive: true })
  const log = createWriteStream(logFile)
  const guard = guarded('TERM', 'KILL', process.execPath, args)
  const child = spawn(guard.command, guard.args, {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env } as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      log.write(chunk)
    })
  }
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  await new Promise((resolve) => log.end(resolve))
  return { code, output }
}

/** Runs one with its output on this terminal. Returns its exit code. */
export function showStep(args: readonly string[], env: Environment = {}): Promise<number> {
  const guard = guarded('TERM', 'KILL', process.execPath, args)
  const child = spawn(guard.command, guard.args, {
    cwd: ROOT,
    env: { ...process.env, ...env } as NodeJS.ProcessEnv,
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  return new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve(code ?? 1)))
}

/** The program of an npm package, as its file. */
export function program(path: string): string {
  return join(ROOT, 'node_modules', path)
}
