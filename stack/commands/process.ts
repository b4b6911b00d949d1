/** `npm run process -- NAME`: one process of an installation, with the variables of its environment. It ends as the process does. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { onShutdown } from '@/platform/shutdown'
import { areWorkersBuilt, builtWorker, WORKERS, type WorkerName } from '../build-workers'
import { runCommand } from '../command'
import { NEXT } from '../next-build'
import { ROOT } from '../paths'
import { SetupProblem } from '../setup-problem'
import { variable, variablesWith } from '../variable'

const isWorker = (name: string): name is WorkerName => WORKERS.some((worker) => worker === name)

await runCommand(async () => {
  const name = process.argv[2] ?? ''
  if (name !== 'app' && !isWorker(name)) throw new SetupProblem(`Which process? One of app, ${WORKERS.join(', ')}.`)
  const isBuilt = name === 'app' ? existsSync(join(ROOT, '.next/BUILD_ID')) : areWorkersBuilt()
  if (!isBuilt) throw new SetupProblem('It is not built: npm run build.')
  const app = [NEXT, 'start', '--hostname', variable('HOST', '127.0.0.1'), '--port', variable('PORT', '3000')]
  const args = name === 'app' ? app : ['--enable-source-maps', builtWorker(name)]
  const env = variablesWith({ NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })
  const child = spawn(process.execPath, args, { cwd: ROOT, env: env as NodeJS.ProcessEnv, stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = new Promise<number>((resolve, reject) => child.on('error', reject).on('close', (code) => resolve(code ?? 1)))
  onShutdown(() => {
    child.kill('SIGTERM')
    return ended
  })
  process.exitCode = await ended
})
