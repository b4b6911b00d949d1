/**
 * Runs bench/*.bench.ts, or those named, one after the other on a PayLedger of their own; each prints its figures and writes docs/bench/<name>.json.
 * BENCH_DIR names a folder in which that PayLedger stays, for the benches that ask a million payouts.
 */
import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { runCommand, say } from '../command'
import { ROOT } from '../paths'
import { SetupProblem } from '../setup-problem'
import { showStep } from '../test-runner/run-step'
import { withProduct } from '../test-runner/with-product'
import { variable } from '../variable'

await runCommand(async () => {
  const wanted = process.argv.slice(2)
  const all = globSync('bench/*.bench.ts', { cwd: ROOT }).sort()
  const chosen = all.filter((file) => wanted.length === 0 || wanted.includes(basename(file, '.bench.ts')))
  if (chosen.length === 0)
    throw new SetupProblem(`No such benchmark; there are: ${all.map((file) => basename(file, '.bench.ts')).join(', ')}`)
  const kept = variable('BENCH_DIR', '')
  const failed = await withProduct(
    async ({ env, processEnv }) => {
      const broken: string[] = []
      for (const file of chosen) {
        say(`\n${file}`)
        const flags = ['--disable-warning=TimeoutNegativeWarning', '--import', 'tsx']
        if ((await showStep([...flags, file], { ...processEnv, ...env })) !== 0) broken.push(file)
      }
      return broken
    },
    kept ? { kept } : {},
  )
  if (failed.length > 0) say(`\nFailed: ${failed.join(', ')}`)
  process.exitCode = failed.length > 0 ? 1 : 0
})
