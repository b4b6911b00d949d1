import { endWithParent, isEnding, onShutdown, shutdown } from '@/platform/shutdown'
import { type DataDirLock, lockDataDir, type Running } from './running'
import { SetupProblem } from './setup-problem'

const HOW_CALLED: Record<Running['command'], string> = { start: 'npm start', dev: 'npm run dev', stack: 'npm run stack' }

/** Runs a command of the stack: it ends with its parent and on Ctrl-C, and a failure is said once, with a stack only when it is ours. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  endWithParent({ watchParent: true })
  try {
    await main()
  } catch (error) {
    // After Ctrl-C whatever was being started fails.
    if (!isEnding()) process.stderr.write(`${said(error)}\n`)
    await shutdown(1)
  }
}

/** Takes the checkout's data for this command until it ends; null, having said so, when another command runs on it. */
export async function takeData(command: Running['command']): Promise<DataDirLock | null> {
  const claim = await lockDataDir(command)
  if ('release' in claim) {
    onShutdown(() => claim.release())
    return claim
  }
  const where = claim.url ? ` at ${claim.url}` : ''
  say(
    `${HOW_CALLED[claim.command]} runs already${where} (process ${claim.pid}); it keeps its data in .payledger, so end it first to start another.`,
  )
  return null
}

/** One line to the person at the terminal. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Does a step and says that it is done and how long it took, with what it returns when that is a text. */
export async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  const began = performance.now()
  const result = await work()
  say(`  ${name}${typeof result === 'string' ? `: ${result}` : ''} · ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

function said(error: unknown): string {
  if (error instanceof SetupProblem) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
