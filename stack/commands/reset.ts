/** Removes what the demo keeps, after asking; what was downloaded for it stays. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { runCommand, say } from '../command'
import { BANK, DATA, FINANCE, IMPORTS, KEPT, LOGS } from '../paths'
import { outsideOf } from '../postgres/data-dir'
import { whoRuns } from '../running'
import { removeServerData } from '../servers'
import { SetupProblem } from '../setup-problem'

await runCommand(async () => {
  const running = await whoRuns()
  if (running) throw new SetupProblem(`PayLedger runs on this data (process ${running.pid}): end it first.`)
  const folders = [DATA, outsideOf(DATA), FINANCE, BANK, IMPORTS, LOGS, join(KEPT, 'secrets.json'), join(KEPT, 'stack.json')].filter(
    (folder) => existsSync(folder),
  )
  if (folders.length === 0) return say('There is nothing to remove.')
  say(`This removes every payout, file and secret of the local demo:\n  ${folders.join('\n  ')}`)
  if (!process.argv.includes('--yes') && !(await agreed())) return say('Nothing was removed.')
  removeServerData(DATA)
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  say('Removed.')
})

async function agreed(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new SetupProblem('There is no terminal to ask on: say `npm run reset -- --yes`.')
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question('Type yes to remove it: ')
  terminal.close()
  return answer.trim().toLowerCase() === 'yes'
}
