/** `npm run process -- NAME`: one process of an installation, with the variables of its environment. It ends as the process does. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { onShutdown } from '@/platform/shutdown'
import { runCommand } from '../command'
import { NEXT } from '../next-build'
import { ROOT } from '../paths'
import { SetupProblem } from '../setup-problem'
import { variable, variablesWith } from '../variable'

const WORKERS = ['outbox-relay', 'search-projector', 'finance-loader', 'bank-gateway', 'jobs']

await runCommand(async () => {
  const name = process.argv[2] ?? ''
  if (name !== 'app' && !WORKERS.includes(name)) throw new SetupProblem(`Which process? One of app, ${WORKERS.join(', ')}.`)
  if (name === 'app' && !existsSync(join(ROOT, '.next/BUILD_ID'))) throw new SetupProblem('The app is not built: npm run build.')
  const app = [NEXT, 'start', '--hostname', variable('HOST', '127.0.0.1'), '--port', variable('PORT', '3000')]
  const args = name === 'app' ? app : ['--import', 'tsx', `workers/${name}/main.ts`]
  const env = variablesWith({ NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })
  const child = spawn(process.execPath, args, { cwd: ROOT, env: env as NodeJS.ProcessEnv, stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = new Promise<number>((resolve, reject) => child.on('error', reject).on('close', (code) => resolve(code ?? 1)))
  onShutdown(() => {
    child.kill('SIGTERM')
    return ended
  })
  process.exitCode = await ended
})
