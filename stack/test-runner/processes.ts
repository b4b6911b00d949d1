/** Workers as processes of a test file, with its environment; all of them end with the test. */
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { builtWorker, type WorkerName, workersBeside } from '../build-workers'
import { TEST_BUILD } from './product'

export type Worker = WorkerName | 'bank-simulator'

export type Processes = {
  start(worker: Worker, env: Record<string, string>): ChildProcess
  kill(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  stopAll(): Promise<void>
}

export function testProcesses(): Processes {
  const running = new Set<ChildProcess>()
  const kill: Processes['kill'] = async (child, signal) => {
    running.delete(child)
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }
  return {
    start(worker, env) {
      const child = spawn(process.execPath, workerArgs(worker), { env: env as NodeJS.ProcessEnv, stdio: ['pipe', 'inherit', 'inherit'] })
      running.add(child)
      return child
    },
    kill,
    stopAll: async () => {
      await Promise.all([...running].map((child) => kill(child, 'SIGTERM')))
    },
  }
}

export const TEST_WORKERS = workersBeside(TEST_BUILD)

/** A worker as it is installed: beginning costs it half of what the TypeScript loader takes. The run's set-up has built them. */
export const workerArgs = (worker: Worker): string[] => ['--enable-source-maps', builtWorker(worker, TEST_WORKERS)]

/** Waits for a condition, never for a time. @throws Error naming what did not come true within `limitMs`. */
export async function until(what: string, isTrue: () => Promise<boolean> | boolean, limitMs = 200_000): Promise<void> {
  for (const deadline = performance.now() + limitMs; !(await isTrue()); await pause(50)) {
    if (performance.now() > deadline) throw new Error(`waited ${limitMs / 1000} s for: ${what}`)
  }
}
